#!/usr/bin/env bash
# Replaces npm, npx, git, docker and kubectl when the tests run the commands of the documentation. The gateway's own program
# and the examples really run; all other commands are written to NOTED, for the test to check.
set -euo pipefail

# `npm start` runs until it is stopped; here it is stopped as soon as it listens.
start_and_stop() {
  local text listens=
  exec 3< <(PORT=0 exec node "$PROGRAM" serve </dev/null)
  local gateway=$!
  while IFS= read -r text <&3; do
    printf '%s\n' "$text"
    if [[ -z $listens && $text == *'is listening on'* ]]; then
      listens=1
      kill -TERM "$gateway"
    fi
  done
  wait "$gateway"
  [[ -n $listens ]]
}

line="${0##*/} $*"
case $line in
  'npm start') start_and_stop ;;
  'npx clio-graphql '*) exec node "$PROGRAM" "${@:2}" ;;
  'npx tsx '*) exec node --import "$TSX" "${@:2}" ;;
  *)
    printf '%s\n' "$line" >>"$NOTED"
    # The following commands need the folder that this one would have created.
    case $line in 'git clone '*) mkdir "${@: -1}" ;; esac
    ;;
esac
