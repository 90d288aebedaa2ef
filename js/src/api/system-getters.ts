import type { CallOptions, SystemDetails } from './types.js';

/** The SDK's single getters of the system details, and the member that each returns. */
const MEMBERS = {
  /** "name=version" of each package of the operating system or of conda. */
  getOsPackages: 'osPackages',
  /** The user's name on that machine. */
  getUser: 'user',
  /** The process id. */
  getPid: 'pid',
  /** The operating system with its version. */
  getOs: 'os',
  /** The kind of operating system: "Linux". */
  getOsType: 'osType',
  getOsRelease: 'osRelease',
  getIp: 'ip',
  getHostname: 'hostname',
  getNetworkInterfaceIps: 'networkInterfaceIps',
  /** The words of the command line. */
  getCommand: 'command',
  /** The path of the Python interpreter. */
  getExecutable: 'executable',
  /** The machine's architecture. */
  getMachine: 'machine',
  getProcessor: 'processor',
  getPythonVersion: 'pythonVersion',
  getPythonVersionVerbose: 'pythonVersionVerbose',
  /** Bytes of memory that the machine has. */
  getTotalMemory: 'totalRam',
  /** Bytes of memory that were used at most. */
  getMaxMemory: 'maxTotalMemory',
  getGpuStaticInfo: 'gpuStaticInfoList',
  /** What was logged with `log_system_info`. */
  getAdditionalSystemInfo: 'logAdditionalSystemInfoList',
  /** The names of the metrics of the machine, such as "sys.cpu.percent.01". */
  getSystemMetricNames: 'systemMetricNames',
} as const satisfies Record<string, keyof SystemDetails>;

type Members = typeof MEMBERS;

/** One method for each member of the system details; null where the server does not say it. */
export type SystemGetters = {
  [Getter in keyof Members]: (
    options?: CallOptions,
  ) => Promise<SystemDetails[Members[Getter]] | null>;
};

interface Detailed {
  getSystemDetail(member: keyof SystemDetails, options?: CallOptions): Promise<unknown>;
}

class Getters {}

for (const [getter, member] of Object.entries(MEMBERS)) {
  const value = function (this: Detailed, options?: CallOptions) {
    return this.getSystemDetail(member, options);
  };
  Object.defineProperty(Getters.prototype, getter, { value, configurable: true, writable: true });
}

/** The class that has them, over the `getSystemDetail` of its heir. */
export const WithSystemGetters = Getters as new () => SystemGetters;
