import { HttpError } from './errors.js';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests for a host that this server is not. A foreign name that is made to lead to this machine would
 * otherwise give its page the server as its own origin (DNS rebinding).
 */
export class HostCheck {
  private readonly hosts: Set<string>;

  /** @param allowed names besides those of this machine, without ports */
  constructor(allowed: string[]) {
    this.hosts = new Set([...LOOPBACK, ...allowed.map((name) => name.toLowerCase())]);
  }

  /**
   * @param host the header `Host`; undefined where requests come over no network
   * @throws {HttpError} 421 when it names another host
   */
  check(host: string | undefined): void {
    if (host === undefined) return;
    const url = `http://${host}`;
    if (URL.canParse(url) && this.hosts.has(new URL(url).hostname)) return;
    throw new HttpError(421, `this server is not at "${host}": use localhost or 127.0.0.1`);
  }
}
