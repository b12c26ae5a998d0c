// What a check finds, and where the documentation says what to do about it.

/** The result of one check. */
export interface Finding {
  level: 'passed' | 'warning' | 'failed';
  text: string;
  /** Where the documentation describes the remedy. */
  docs?: string;
}

/** The headings and steps of `worker/README.md` that findings refer to. */
export const DOCS = {
  caps: 'worker/README.md, "Deploying step by step", step 2: Set the caps',
  callers: 'worker/README.md, "Deploying step by step", step 3: Set who may use it',
  secrets: 'worker/README.md, "Deploying step by step", step 4: Store the secrets',
  deploy: 'worker/README.md, "Deploying step by step", step 5: Deploy and check',
  monitoring: 'worker/README.md, "Monitoring"',
  settings: 'worker/README.md, "Settings"',
  troubleshooting: 'worker/README.md, "Troubleshooting"',
} as const;

/** A check that passed. */
export function passed(text: string): Finding {
  return {level: 'passed', text};
}

/** Something that works, but that the owner should know. */
export function warning(text: string, docs?: keyof typeof DOCS): Finding {
  return {level: 'warning', text, ...(docs && {docs: DOCS[docs]})};
}

/** Something that does not work. */
export function failed(text: string, docs?: keyof typeof DOCS): Finding {
  return {level: 'failed', text, ...(docs && {docs: DOCS[docs]})};
}

const MARKS = {passed: '✓', warning: '!', failed: '✗'} as const;

/** A finding as lines of text. */
export function findingText({level, text, docs}: Finding): string {
  return `${MARKS[level]} ${text}${docs ? `\n  See ${docs}` : ''}`;
}
