#!/bin/sh
# Brings Temporal's two databases to the version of this admin-tools image. Safe to repeat; runs before every start of the
# server, so raising the image versions upgrades the schema first. SQL_HOST, SQL_USER, ... are temporal-sql-tool's own.
set -eu

for database in temporal visibility; do
  name=temporal
  [ "$database" = visibility ] && name=temporal_visibility
  temporal-sql-tool --database "$name" setup-schema --version 0.0
  temporal-sql-tool --database "$name" update-schema --schema-name "postgresql/v12/$database"
done
