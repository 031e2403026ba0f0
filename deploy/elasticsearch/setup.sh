#!/bin/bash
# Makes passwords and certificates, once. Runs as root in the image of Elasticsearch, whose tools it uses; see compose.yaml.
set -euo pipefail
umask 077
secrets=${SECRETS:-/secrets}
certs=${CERTS:-/certs}
tools=${ES_HOME:-/usr/share/elasticsearch}/bin

word() { # forty letters and digits, 238 bits of chance
    local text
    text=$(head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')
    printf '%s' "${text:0:40}"
}

keep() { # keep OWNER FILE TEXT: a file that only its service may read
    mkdir -p "$(dirname "$2")"
    printf '%s' "$3" >"$2"
    chown "$1" "$2" "$(dirname "$2")"
    chmod 0400 "$2"
    chmod 0700 "$(dirname "$2")"
}

make_secrets() {
    local redis postgres elasticsearch
    redis=$(word) postgres=$(word) elasticsearch=$(word)
    keep "${REDIS_OWNER:-999:999}" "$secrets/redis/redis.conf" "requirepass $redis"
    keep "${POSTGRES_OWNER:-999:999}" "$secrets/postgres/password" "$postgres"
    keep "${ELASTICSEARCH_OWNER:-1000:0}" "$secrets/elasticsearch/password" "$elasticsearch"
    local zongshu=${ZONGSHU_OWNER:-10001:10001}
    keep "$zongshu" "$secrets/zongshu/zongshu_broker" "redis://:$redis@redis:6379/0"
    keep "$zongshu" "$secrets/zongshu/zongshu_ledger" "postgresql://zongshu:$postgres@postgres/zongshu"
    keep "$zongshu" "$secrets/zongshu/zongshu_elasticsearch__password" "$elasticsearch"
    chmod 0711 "$secrets"
    touch "$secrets/.made"
}

make_certs() {
    local made
    made=$(mktemp -d)
    "$tools/elasticsearch-certutil" ca --silent --pem --days 3650 --out "$made/ca.zip"
    unzip -q "$made/ca.zip" -d "$made"
    "$tools/elasticsearch-certutil" cert --silent --pem --days 3650 --ca-cert "$made/ca/ca.crt" --ca-key "$made/ca/ca.key" \
        --name elasticsearch --dns elasticsearch --dns localhost --ip 127.0.0.1 --out "$made/cert.zip"
    unzip -q "$made/cert.zip" -d "$made"
    install -m 0444 "$made/ca/ca.crt" "$certs/ca.crt"
    install -m 0444 "$made/elasticsearch/elasticsearch.crt" "$certs/elasticsearch.crt"
    install -m 0400 -o "${ELASTICSEARCH_OWNER%%:*}" "$made/elasticsearch/elasticsearch.key" "$certs/elasticsearch.key"
    chmod 0711 "$certs"
    rm -r "$made"
    touch "$certs/.made"
}

ELASTICSEARCH_OWNER=${ELASTICSEARCH_OWNER:-1000:0}
[ -e "$secrets/.made" ] || make_secrets
[ -e "$certs/.made" ] || make_certs
