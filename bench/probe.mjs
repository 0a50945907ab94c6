// Loaded into a measured process with `--import`: reports its measurements to the benchmark over IPC.
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 5;
const loop = monitorEventLoopDelay({ resolution: resolutionMs });

const session = new Session();
session.connect();

/** One in 4096 bytes is sampled, from which the total is estimated. */
const sampling = {
  samplingInterval: 4096,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
};

const sizeOf = ({ selfSize, children }) => children.reduce((sum, child) => sum + sizeOf(child), selfSize);

process.on('message', async (question) => {
  if (question === 'sample') {
    await session.post('HeapProfiler.startSampling', sampling);
    process.send(0);
    return;
  }
  if (question === 'sampled') {
    const { profile } = await session.post('HeapProfiler.stopSampling');
    process.send(sizeOf(profile.head));
    return;
  }
  if (question === 'collect') globalThis.gc?.();
  if (question === 'watch') {
    loop.reset();
    loop.enable();
  }
  const { rss, heapUsed } = process.memoryUsage();
  const cpu = process.cpuUsage();
  // The histogram counts from timer to timer: an idle loop shows the resolution itself.
  const blockedMs = Math.max(0, loop.max / 1e6 - resolutionMs);
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  process.send({ rss, heapUsed, cpuUs: cpu.user + cpu.system, blockedMs, sockets });
});

// An interrupted benchmark leaves nothing running.
process.on('disconnect', () => process.exit());

// Being measured must not keep a process alive.
process.channel?.unref();
