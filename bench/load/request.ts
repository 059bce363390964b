/** Renders the request that a job sends, once, head and body. */
import type { Target } from './job.ts';

/** Like what people send: words, quotes and line ends that JSON must escape, and a few letters of more than one byte. */
const passage =
  'The courier left the parcel with a neighbour, who "did not mind", but the second box was open.\n' +
  'Refund: 37,90 € — asked for twice; the reply took four days. Größe passt, Farbe nicht. \u2714\n';

/** Free text whose JSON form has exactly `bytes` bytes. */
const fill = (bytes: number): string => {
  const encoded = Buffer.byteLength(JSON.stringify(passage)) - 2;
  const text = passage.repeat(Math.floor(bytes / encoded));
  return text + 'x'.repeat(bytes - (Buffer.byteLength(JSON.stringify(text)) - 2));
};

/** The body of a chat request of exactly `bodyBytes`, or as short as it can be when that is less. */
export const renderBody = (model: string, stream: boolean, bodyBytes: number): string => {
  const render = (content: string): string =>
    JSON.stringify({
      model,
      ...(stream ? { stream: true } : {}),
      messages: [
        { role: 'system', content: 'You sort customer feedback. Answer with sentiment, confidence and themes.' },
        { role: 'user', content },
      ],
      temperature: 0,
      max_completion_tokens: 256,
    });
  return render(fill(Math.max(0, bodyBytes - Buffer.byteLength(render('')))));
};

export const renderRequest = (target: Target, stream: boolean, bodyBytes: number): Buffer => {
  const body = renderBody(target.model, stream, bodyBytes);
  const headers = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${target.path} HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\ncontent-type: application/json\r\n` +
      `${headers.join('')}accept: ${stream ? 'text/event-stream' : 'application/json'}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};
