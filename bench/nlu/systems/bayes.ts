/**
 * The Bayes classifier of `natural` as it comes: Porter stems, stop words left out (with them it was worse). Its tokenizer drops
 * Chinese, so Chinese comes as words. What it gives are likelihoods; the share of the best among all is its probability.
 */
import BayesClassifier from "natural/lib/natural/classifiers/bayes_classifier.js";
import { chineseWords, type Learn, withNames } from "./system.ts";

export const learn: Learn = async ({ rows, isChinese }) => {
  const classifier = new BayesClassifier();
  const observe = (text: string): string | readonly string[] => (isChinese ? chineseWords(text) : text);
  for (const { text, intent } of withNames(rows)) classifier.addDocument(observe(text), intent);
  classifier.train();
  return (text) => {
    const ranking = classifier.getClassifications(observe(text));
    const total = ranking.reduce((sum, { value }) => sum + value, 0);
    const best = ranking[0];
    const probability = best === undefined || total === 0 ? 0 : best.value / total;
    return { intent: best?.label ?? null, familiarity: probability, probability };
  };
};
