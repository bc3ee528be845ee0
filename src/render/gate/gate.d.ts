// What the scripts of the gate share, for the type checker: nothing of it is published.

/** What a reader answered, by the question's name. */
type Answers = { [question: string]: string | string[] };

/** What the head script knows of the site's policy: POLICY stands for it in the source. */
interface Policy {
  /** What stands before every key of a record. */
  k: string;
  /** The policy's version. */
  v: string;
  /** How many days a record holds. */
  d: number;
  /** The purposes that must be agreed to. */
  need: string[];
  /** The hash of what is agreed to, by language and purpose. */
  h: { [language: string]: { [purpose: string]: string } };
}

/** What the head script leaves for the others. */
interface PostilGate {
  policy: Policy;
  memory: { [key: string]: string };
  read(key: string): string | null;
  until(purpose: string): number;
  open(): number;
}

declare const POLICY: Policy;
