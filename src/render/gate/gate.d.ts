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
  /** Whether the main script has come, whole. */
  ready: boolean;
  read(key: string): string | null;
  record(purpose: string): any;
  fits(record: any): boolean;
  until(purpose: string): number;
  open(): number;
}

declare const POLICY: Policy;

/** What is sent to a review service, without the key that makes a repetition known. */
interface ReviewBody {
  v: 1;
  purpose: string;
  policy_sha256: string;
  answers: Answers;
  also?: { purpose: string; policy_sha256: string; answers: Answers }[];
  policy_version: string;
  lang: string;
}

/** A case that waits for its review, as it is stored. */
interface ReviewCase {
  id: string;
  at: number;
  endpoint: string;
  /** The text that was sent: policy, language and answers. */
  sent: string;
  /** All that was agreed to on the way so far, to be recorded when the review is through. */
  agreed: { [purpose: string]: Answers };
}
