/** Loaded before Portkey's gateway, which has no setting for the address: it would listen on every interface. */
import { Server } from 'node:net';

// oxlint-disable-next-line typescript/unbound-method -- `Reflect.apply` hands the server on as `this`
Server.prototype.listen = new Proxy(Server.prototype.listen, {
  apply: (listen, server, args: unknown[]): unknown => {
    const [port, ...rest] = args;
    const confined = typeof port === 'number' ? [{ port, host: '127.0.0.1' }, ...rest.filter((arg) => typeof arg === 'function')] : args;
    return Reflect.apply(listen, server, confined);
  },
});
