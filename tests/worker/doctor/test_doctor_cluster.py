"""What can be wrong with Elasticsearch itself."""

import hashlib
import ssl
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch
from servers.elasticsearch import PASSWORDS
from servers.process import free_port

from doctor.patient import ailing, seen
from indexing.engines.elasticsearch.state import reached
from worker.index import open_from
from worker.settings import Settings, load

SECRET = PASSWORDS["zongshu"]


@pytest.mark.parametrize(
    ("block", "key"),
    [("read_only", "index_blocked"), ("write", "index_blocked"), ("read_only_allow_delete", "index_flooded")],
)
def test_a_locked_index_and_a_full_disk_are_named(filled, cluster, block, key) -> None:
    settings = filled(**cluster)
    index = f"{settings.elasticsearch.prefix}-{open_from(settings).generations.live()}"
    with Elasticsearch(cluster["index"]) as client:
        client.indices.put_settings(index=index, settings={f"index.blocks.{block}": True})
    found = seen(settings, "index")
    assert ailing(found) == {"index.blocks": ("bad", key)}
    assert found["index.blocks"].facts == {"index": index, "blocks": block}


@pytest.mark.slow
def test_elasticsearch_8_is_well_too(tmp_path, elasticsearch8_server, elasticsearch_name) -> None:
    found = seen(load(home=tmp_path, index=elasticsearch8_server.url, elasticsearch={"prefix": elasticsearch_name}), "index")
    assert ailing(found) == {"index.live": ("warn", "index_none")}
    assert str(found["index.version"].facts["versions"]).startswith("8.")


@pytest.fixture
def secure(tmp_path: Path, elasticsearch_secure_server: Any, elasticsearch_name: str) -> Any:
    """Settings for the server with security, by its CA unless told otherwise."""

    def made(**login: Any) -> Settings:
        trust = {} if "fingerprint" in login else {"ca_file": elasticsearch_secure_server.ca}
        return load(home=tmp_path, index=elasticsearch_secure_server.url, elasticsearch={"prefix": elasticsearch_name, **trust, **login})

    return made


def test_tls_and_a_login_are_well(secure, elasticsearch_secure_server) -> None:
    certificate = Path(elasticsearch_secure_server.ca).read_text()
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest()
    for trust in ({}, {"fingerprint": fingerprint}):
        found = seen(secure(user="zongshu", password=SECRET, **trust), "index")
        assert ailing(found) == {"index.live": ("warn", "index_none")}
        assert found["index.rights"].key == "index_rights"


@pytest.mark.parametrize("login", [{}, {"user": "zongshu", "password": "wrong-secret"}, {"api_key": "d3Jvbmctc2VjcmV0OndyZW5n"}])
def test_a_login_that_is_refused(secure, login) -> None:
    found = seen(secure(**login), "index")
    assert ailing(found) == {"index.reach": ("bad", "error_engine_login")}
    assert not any(secret in repr(found) for secret in ("wrong-secret", "d3Jvbmctc2VjcmV0OndyZW5n"))


def test_a_certificate_nobody_vouches_for(secure) -> None:
    found = seen(secure(user="zongshu", password=SECRET, fingerprint="00" * 32), "index")
    assert ailing(found) == {"index.reach": ("bad", "error_engine_certificate")}
    assert SECRET not in repr(found)


def test_rights_that_a_user_lacks(secure) -> None:
    found = seen(secure(user="reader", password=PASSWORDS["reader"]), "index")
    assert ailing(found)["index.rights"] == ("bad", "index_rights_lacking")
    assert found["index.rights"].facts["rights"] == "manage, write"


def test_what_a_user_may_not_see_is_said(secure) -> None:
    """A user of the indices alone: nothing of the cluster is shown to it, and the index is looked at all the same."""
    found = seen(secure(user="writer", password=PASSWORDS["writer"]), "index")
    hidden = {"index.version", "index.health", "index.clock", "index.disk", "index.blocks"}
    assert {check for check, one in found.items() if one.key == "index_unasked"} == hidden
    assert {check for check, one in found.items() if one.state == "bad"} == set()
    assert found["index.rights"].key == "index_rights"
    assert found["index.live"].key == "index_none"


def test_a_server_that_is_down_hangs_or_is_another(tmp_path, hanging, site) -> None:
    for port, key in ((free_port(), "unreachable"), (hanging, "unreachable"), (site.port, "not_elasticsearch")):
        found = seen(load(home=tmp_path, index=f"http://elastic:geheim@127.0.0.1:{port}"), "index")
        assert ailing(found) == {"index.reach": ("bad", f"error_engine_{key}")}, key
        assert "geheim" not in repr(found)


def test_settings_that_make_no_sense(tmp_path) -> None:
    found = seen(load(home=tmp_path, index="http://a:9200", elasticsearch={"user": "a"}), "index")
    assert ailing(found) == {"index.reach": ("bad", "error_engine_no_password")}


@pytest.mark.slow
def test_a_cluster_that_is_locked_full_or_lacks_shards(tmp_path, start_elasticsearch, elasticsearch_name) -> None:
    server = start_elasticsearch()
    settings = load(home=tmp_path, index=server.url, elasticsearch={"prefix": elasticsearch_name})
    watermark = "cluster.routing.allocation.disk.watermark"
    with Elasticsearch(server.url) as client:
        client.cluster.put_settings(
            persistent={f"{watermark}.low": "0.1%", f"{watermark}.high": "0.2%", f"{watermark}.flood_stage": "100%"}
        )
        found = seen(settings, "index")
        assert (found["index.disk"].state, found["index.disk"].facts["reached"]) == ("warn", "high")
        client.cluster.put_settings(persistent={f"{watermark}.flood_stage": "0.3%"})
        assert seen(settings, "index")["index.disk"].state == "bad"
        client.indices.create(
            index=f"{elasticsearch_name}-x", settings={"index.routing.allocation.require._name": "nobody"}, wait_for_active_shards="0"
        )
        assert ailing(seen(settings, "index"))["index.health"] == ("bad", "index_red")
        for name, key in (("read_only", "index_blocked_cluster"), ("read_only_allow_delete", "index_flooded_cluster")):
            client.cluster.put_settings(persistent={f"cluster.blocks.{name}": True})
            assert ailing(seen(settings, "index"))["index.blocks"] == ("bad", key)
            client.cluster.put_settings(persistent={f"cluster.blocks.{name}": None})


def test_watermarks_as_shares_and_amounts() -> None:
    """On large disks the headroom rules, as the server has it by default."""
    marks = {"cluster.routing.allocation.disk.watermark.flood_stage": "95%", "cluster.routing.allocation.disk.watermark.low": "0.85"}
    headroom = {"cluster.routing.allocation.disk.watermark.flood_stage.max_headroom": "100GB"}
    amount = {"cluster.routing.allocation.disk.watermark.high": "10gb"}
    disk = {"total_in_bytes": 10 * 2**40, "available_in_bytes": 200 * 2**30}
    assert reached(disk, marks) == "flood_stage"
    assert reached(disk, {**marks, **headroom}) == "low"
    assert reached(disk, headroom | amount) is None
    assert reached({**disk, "available_in_bytes": 2**30}, amount) == "high"
