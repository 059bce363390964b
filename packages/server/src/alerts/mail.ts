/** Sends a page as a mail. */
import { createTransport } from 'nodemailer';
import type { Channel } from './channel.ts';

export interface MailSettings {
  /** `smtp://user:password@host:587`, `smtps://` for TLS from the first byte. */
  readonly url: string;
  readonly from: string;
  readonly to: string;
}

const answerMs = 10_000;
const longestSubject = 120;

/** What happened; the rest of the sentence is in the mail. */
const subjectOf = (text: string): string => {
  const [first = text] = text.split('; ');
  return first.length <= longestSubject ? first : `${first.slice(0, longestSubject - 3)}...`;
};

export const mailChannel = ({ url, from, to }: MailSettings): Channel => {
  const transport = createTransport({ url, connectionTimeout: answerMs, greetingTimeout: answerMs, socketTimeout: answerMs, disableFileAccess: true, disableUrlAccess: true });
  return {
    name: 'mail',
    send: async (id, body, text) => {
      try {
        await transport.sendMail({
          from,
          to,
          subject: subjectOf(text),
          text: `${text}\n\n${JSON.stringify(JSON.parse(body), null, 2)}\n`,
          // The same page sent again is the same mail.
          messageId: `<${id}@plimsoll.invalid>`,
        });
        return null;
      } catch (error) {
        const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
        return code ?? (error instanceof Error ? error.name : 'failed');
      }
    },
  };
};
