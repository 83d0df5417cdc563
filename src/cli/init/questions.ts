/** Questions on a terminal. They go to stderr, so that stdout stays the result. */
import * as clack from "@clack/prompts";

/** Each answer is null when the one who is asked ends the program. */
export interface Questions {
  readonly text: (question: TextQuestion) => Promise<string | null>;
  readonly choose: <V extends string>(question: Choice<V>) => Promise<V | null>;
  readonly chooseAny: <V extends string>(question: Choices<V>) => Promise<readonly V[] | null>;
  readonly confirm: (message: string, initial: boolean) => Promise<boolean | null>;
  readonly say: (title: string) => void;
}

export interface TextQuestion {
  readonly message: string;
  /** What is taken when nothing is typed. */
  readonly usual?: string;
  readonly example?: string;
  /** One sentence about what is wrong, or null. */
  readonly judge: (text: string) => string | null;
}

interface Offer<V> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string;
}

export interface Choice<V> {
  readonly message: string;
  readonly offers: readonly Offer<V>[];
  readonly usual: V;
}

export interface Choices<V> {
  readonly message: string;
  readonly offers: readonly Offer<V>[];
  readonly usual: readonly V[];
}

/** Ctrl-C is a key while a question is open, and answers null. */
export function openQuestions(): Questions {
  const output = process.stderr;
  return {
    async text({ message, usual, example, judge }) {
      const answer = await clack.text({
        message,
        output,
        ...(usual === undefined ? {} : { initialValue: usual }),
        ...(example === undefined ? {} : { placeholder: example }),
        validate: (text = "") => judge(text) ?? undefined,
      });
      return clack.isCancel(answer) ? null : answer;
    },
    async choose({ message, offers, usual }) {
      const options = offers.map((offer) => ({ ...offer }));
      const answer = await clack.select<string>({ message, output, options, initialValue: usual });
      return offers.find(({ value }) => value === answer)?.value ?? null;
    },
    async chooseAny({ message, offers, usual }) {
      const options = offers.map((offer) => ({ ...offer }));
      const initialValues = [...usual];
      const asked = { message, output, options, initialValues, required: false };
      const answer = await clack.multiselect<string>(asked);
      if (clack.isCancel(answer)) return null;
      return offers.flatMap(({ value }) => (answer.includes(value) ? [value] : []));
    },
    async confirm(message, initial) {
      const answer = await clack.confirm({ message, output, initialValue: initial });
      return clack.isCancel(answer) ? null : answer;
    },
    say: (title) => clack.intro(title, { output }),
  };
}
