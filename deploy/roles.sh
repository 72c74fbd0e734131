#!/usr/bin/env bash
# Run once by the PostgreSQL container on an empty data directory: the two roles and their database.
# The owner migrates; the role of the service owns nothing and gets its rights from the migrations.
set -euo pipefail

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --set owner_password="${LORNTECH_OWNER_PASSWORD:?}" --set app_password="${LORNTECH_APP_PASSWORD:?}" <<'SQL'
create role lorntech_owner login password :'owner_password';
create role lorntech_app login password :'app_password';
create database lorntech owner lorntech_owner encoding 'UTF8' locale 'C.UTF-8' template template0;
revoke all on database lorntech from public;
grant connect on database lorntech to lorntech_app;
SQL
