/**
 * Types for the part of `natural` we import deep. Never `import "natural"`: its index loads database drivers and reads
 * `.env` into the process.
 */
declare module "natural/lib/natural/stemmers/porter_stemmer.js" {
  const stemmer: { stem(token: string): string };
  export default stemmer;
}
