/** Types for the classifier of `natural`, imported deep: its index loads database drivers. */
declare module "natural/lib/natural/classifiers/bayes_classifier.js" {
  export default class BayesClassifier {
    addDocument(text: string | readonly string[], label: string): void;
    train(): void;
    /** Best first. */
    getClassifications(text: string | readonly string[]): readonly { readonly label: string; readonly value: number }[];
  }
}
