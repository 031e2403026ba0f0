#!/bin/bash
# Gives Elasticsearch the one user Zongshu needs, then starts it. The user may do what it likes with Zongshu's indices, and nothing else.
set -euo pipefail
home=${ES_HOME:-/usr/share/elasticsearch}
config=${ES_PATH_CONF:-$home/config}
touch "$config/users" "$config/users_roles"
grep -qs '^zongshu:' "$config/roles.yml" || cat >>"$config/roles.yml" <<'ROLE'
zongshu:
  cluster: [monitor]
  indices:
    - names: ["zongshu*"]
      privileges: [all]
ROLE
password=$(cat "${PASSWORD_FILE:-/run/secrets/elasticsearch/password}")
if grep -qs '^zongshu:' "$config/users"; then
    "$home/bin/elasticsearch-users" passwd zongshu -p "$password"
else
    "$home/bin/elasticsearch-users" useradd zongshu -p "$password" -r zongshu
fi
exec "$@"
