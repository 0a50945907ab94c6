import { GraphQLError } from 'graphql';

// Vite maps the frames of a stack to their sources when it is first read, and graphql reads the stack of each error that it copies.
// In tests that expect thousands of errors this was a tenth of the work. The stacks of these errors keep the frames as V8 has them.

const mapToSources = Error.prepareStackTrace;

function keepFrames(error: Error, frames: NodeJS.CallSite[]): unknown {
  if (!(error instanceof GraphQLError)) return mapToSources?.(error, frames);
  return [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
}

// Files share a process, and each of them loads this anew.
if (mapToSources?.name !== keepFrames.name) Error.prepareStackTrace = keepFrames;
