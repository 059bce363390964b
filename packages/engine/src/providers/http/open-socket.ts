/**
 * Opens sockets to a provider: plain ones that read into one shared buffer, and TLS ones that check the certificate,
 * speak HTTP/1.1 alone and take up the last session where the provider lets them.
 */
import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';

export interface ConnectTarget {
  /** A name or an address; one of IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** May be handed on to `net.connect`, which then reads without allocating; otherwise the socket's `data` is listened to. */
  readonly onread: OnReadOpts;
}

/**
 * Begins to open a socket, of TLS where it is to be secure, and returns it while it is connecting; the place where a policy on addresses comes in.
 * May throw: the call is then `provider_refused`. The client has a deadline for it and destroys what it does not want.
 */
export type Connect = (target: ConnectTarget) => Socket;

const tcpOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 } as const;

/** Makes the usual way to open sockets; one for each origin, as it remembers a TLS session. */
export const socketOpener = (): Connect => {
  let session: Buffer | null = null;
  let context: SecureContext | null = null;
  return ({ host, port, secure, onread }) => {
    if (!secure) return connectTcp({ host, port, onread, ...tcpOptions });
    // Reading the system's certificates for each connection would cost more than the rest of it.
    context ??= createSecureContext();
    const socket = connectTls({
      host,
      port,
      ...tcpOptions,
      secureContext: context,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(session === null ? {} : { session }),
    });
    socket.on('session', (fresh) => {
      session = fresh;
    });
    // It may be the session that was refused.
    socket.on('error', () => {
      session = null;
    });
    return socket;
  };
};
