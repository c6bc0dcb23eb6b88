#!/bin/sh
# Creates the namespace and the search attributes by which deals are listed. Safe to repeat. TEMPORAL_ADDRESS and
# TEMPORAL_NAMESPACE are the CLI's own variables.
set -eu

# Tries a command every two seconds, a minute long; what it says is shown only if it never works.
until_it_works() {
  attempt=1
  until answer=$("$@" 2>&1); do
    if [ "$attempt" -ge 30 ]; then
      echo "$answer"
      return 1
    fi
    attempt=$((attempt + 1))
    sleep 2
  done
}

# An open port does not mean that the server takes calls yet.
until_it_works temporal operator cluster health

# Closed deals stay visible for 30 days; the journal keeps what happened.
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" > /dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 30d

# Each part of the server hears of a new namespace within some seconds.
until_it_works temporal operator search-attribute list

# The names and types of src/workflows/ids.ts. One that is there already is left alone.
while read -r name type; do
  temporal operator search-attribute create --name "$name" --type "$type" < /dev/null
done <<'ATTRIBUTES'
SopPipeline Keyword
SopStage Keyword
SopOwnerId Keyword
SopTemperature Keyword
SopConsent Keyword
SopMissingCount Int
SopNextActionAt Datetime
NeedsAttention Bool
ATTRIBUTES
echo "The namespace $TEMPORAL_NAMESPACE is ready."
