import type { CallOptions, SystemDetails } from './types.js';

/** The members of an experiment's system details one by one, each null where the server does not say it. */
export abstract class SystemGetters {
  /** One member of the system details by its name there, or null. */
  abstract getSystemDetail<M extends keyof SystemDetails>(
    member: M,
    options?: CallOptions,
  ): Promise<SystemDetails[M] | null>;

  /** "name=version" of each package of the operating system, or of conda. */
  getOsPackages(options?: CallOptions) {
    return this.getSystemDetail('osPackages', options);
  }

  /** The user's name on that machine. */
  getUser(options?: CallOptions) {
    return this.getSystemDetail('user', options);
  }

  /** The process id. */
  getPid(options?: CallOptions) {
    return this.getSystemDetail('pid', options);
  }

  /** The operating system with its version. */
  getOs(options?: CallOptions) {
    return this.getSystemDetail('os', options);
  }

  /** The kind of operating system: "Linux". */
  getOsType(options?: CallOptions) {
    return this.getSystemDetail('osType', options);
  }

  /** The release of the operating system. */
  getOsRelease(options?: CallOptions) {
    return this.getSystemDetail('osRelease', options);
  }

  /** The machine's address on its network. */
  getIp(options?: CallOptions) {
    return this.getSystemDetail('ip', options);
  }

  /** The machine's name. */
  getHostname(options?: CallOptions) {
    return this.getSystemDetail('hostname', options);
  }

  /** The addresses of all its network interfaces. */
  getNetworkInterfaceIps(options?: CallOptions) {
    return this.getSystemDetail('networkInterfaceIps', options);
  }

  /** The words of the command line. */
  getCommand(options?: CallOptions) {
    return this.getSystemDetail('command', options);
  }

  /** The path of the Python interpreter. */
  getExecutable(options?: CallOptions) {
    return this.getSystemDetail('executable', options);
  }

  /** The machine's architecture: "x86_64". */
  getMachine(options?: CallOptions) {
    return this.getSystemDetail('machine', options);
  }

  /** The processor's name. */
  getProcessor(options?: CallOptions) {
    return this.getSystemDetail('processor', options);
  }

  /** Python's version: "3.11.7". */
  getPythonVersion(options?: CallOptions) {
    return this.getSystemDetail('pythonVersion', options);
  }

  /** Python's version with its build. */
  getPythonVersionVerbose(options?: CallOptions) {
    return this.getSystemDetail('pythonVersionVerbose', options);
  }

  /** The machine's memory in bytes. */
  getTotalMemory(options?: CallOptions) {
    return this.getSystemDetail('totalRam', options);
  }

  /** The most memory that was used, in bytes. */
  getMaxMemory(options?: CallOptions) {
    return this.getSystemDetail('maxTotalMemory', options);
  }

  /** The machine's GPUs. */
  getGpuStaticInfo(options?: CallOptions) {
    return this.getSystemDetail('gpuStaticInfoList', options);
  }

  /** What was logged with `log_system_info`. */
  getAdditionalSystemInfo(options?: CallOptions) {
    return this.getSystemDetail('logAdditionalSystemInfoList', options);
  }

  /** The names of the metrics of the machine, such as "sys.cpu.percent.01". */
  getSystemMetricNames(options?: CallOptions) {
    return this.getSystemDetail('systemMetricNames', options);
  }
}
