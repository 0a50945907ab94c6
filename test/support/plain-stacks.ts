import { GraphQLError } from 'graphql';

// Vite maps the frames of a stack to their sources when it is first read, and graphql reads the stack of each error that it
// copies. In tests with thousands of expected errors this was a tenth of the work. The stacks of these errors keep V8's
// frames.

const mapToSources = Error.prepareStackTrace;

function keepFrames(error: Error, frames: NodeJS.CallSite[]): unknown {
  if (!(error instanceof GraphQLError)) return mapToSources?.(error, frames);
  return [`${error.name}: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
}

// Test files share a process, and each of them loads this module anew.
if (mapToSources?.name !== keepFrames.name) Error.prepareStackTrace = keepFrames;
