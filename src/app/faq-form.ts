/** A file of the FAQ as a form, and back: what the desk shows to whoever writes no YAML. */
export { ESCALATES, formOf, type IntentForm, withForm } from "../nlu/pack/form.ts";
