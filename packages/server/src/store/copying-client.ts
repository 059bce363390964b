/**
 * A client of `pg` that can do COPY … FROM STDIN. The statement and all that is copied go out at once, without waiting to be asked for it:
 * the embedded store is entered once, and a server has no round trip to wait for. Where the statement fails, PostgreSQL skips the rest.
 */
import pg from 'pg';

const copyData = 'd'.charCodeAt(0);
const copyDone = Uint8Array.of('c'.charCodeAt(0), 0, 0, 0, 4);
const headerBytes = 5;

/** The one parameter of a COPY is what it copies; PostgreSQL itself knows none there. */
const isCopy = (text: unknown, values: unknown): values is readonly [Buffer] =>
  typeof text === 'string' && Array.isArray(values) && values.length === 1 && Buffer.isBuffer(values[0]) && /^copy .* from stdin/.test(text);

export class CopyingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...values: readonly unknown[]) => unknown;
    this.query = ((text: unknown, values?: unknown, ...others: readonly unknown[]) =>
      isCopy(text, values) ? copied(query, String(text), values[0]) : query(text, values, ...others)) as pg.Client['query'];
  }
}

const copied = (query: (copy: Copy) => unknown, text: string, data: Buffer): Promise<unknown> =>
  new Promise((resolve, reject) => {
    query(new Copy(text, data, (error, result) => (error ? reject(error) : resolve(result))));
  });

class Copy extends pg.Query {
  override readonly submit: pg.Query['submit'];

  constructor(text: string, data: Buffer, done: (error: Error | null | undefined, result: unknown) => void) {
    super(text, done);
    this.submit = (connection) => {
      const header = Buffer.allocUnsafe(headerBytes);
      header.writeInt32BE(data.length + 4, header.writeUInt8(copyData));
      connection.stream.cork();
      connection.query(text);
      connection.stream.write(header);
      connection.stream.write(data);
      connection.stream.write(copyDone);
      connection.stream.uncork();
    };
  }

  /** Asked for what is under way already. */
  handleCopyInResponse(): void {}
}
