#!/bin/sh
# Runs in temporalio/admin-tools before the server starts: creates Temporal's two databases and brings their schemas up
# to the version of these tools. Changes nothing the second time. SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD and
# SQL_PLUGIN are read by the tool itself.
set -eu

prepare() {
  echo "preparing the database $1"
  temporal-sql-tool --database "$1" create-database
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-name "postgresql/v12/$2"
}

prepare "$DBNAME" temporal
prepare "$VISIBILITY_DBNAME" visibility
