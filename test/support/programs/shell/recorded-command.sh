#!/usr/bin/env bash
# Stands in for npm, npx, git, docker and kubectl where the tests run what the documentation has its readers type. The
# gateway's own program and the examples are run for real; all else is noted in NOTED, for the test to judge.
set -euo pipefail

# `npm start` goes on until it is stopped; here that is as soon as it listens.
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
    # What follows goes into the folder that it would have made.
    case $line in 'git clone '*) mkdir "${@: -1}" ;; esac
    ;;
esac
