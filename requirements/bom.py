"""The bill of materials, CycloneDX in JSON: `./run bom` writes requirements/bom.cdx.json.

Every pin of `servers.txt` with its package URL, licence, marker and the SHA-256 of each file it may come in; what `app.txt` does not hold
is optional. What Zongshu itself asks for is told; what those ask for differs between systems. The same pins give the same bytes.
"""

import json
import sys
import tomllib

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from requirements.licences import LicenceError, Row, rows
from requirements.pins import FOLDER
from zongshu import __version__

PATH = FOLDER / "bom.cdx.json"


def bill() -> str:
    """The bill of what is pinned now. LicenceError as of `licences.rows`."""
    whole = Component(name="zongshu", version=__version__, type=ComponentType.APPLICATION, bom_ref=f"pkg:pypi/zongshu@{__version__}")
    whole.licenses.add(LicenseFactory().make_from_string("MIT"))
    parts = [_component(row) for row in rows() if row.set != "tests"]
    bom = Bom(components=parts)
    bom.metadata.component = whole
    bom.register_dependency(whole, [part for part in parts if part.name in _direct()])
    return _still(JsonV1Dot6(bom).output_as_string())


def _direct() -> set[str]:
    """What `pyproject.toml` itself asks for."""
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text("utf-8"))["project"]
    return {canonicalize_name(Requirement(one).name) for one in (*project["dependencies"], *project["optional-dependencies"]["servers"])}


def _component(row: Row) -> Component:
    pin = row.pin
    files = [HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in pin.hashes]
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.REQUIRED if row.set == "app" else ComponentScope.OPTIONAL,
        bom_ref=pin.address,
        purl=PackageURL.from_string(pin.address),
        licenses=[LicenseFactory().make_from_string(row.licence)],
        # The address of a distribution is the package's own: where it is fetched from is each user's choice.
        external_references=[ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(pin.address), hashes=files)],
        properties=[Property(name="zongshu:marker", value=pin.marker)] if pin.marker else [],
    )


def _still(text: str) -> str:
    """Without the moment and the number drawn at random: an unchanged bill is an unchanged file."""
    document = json.loads(text)
    del document["serialNumber"], document["metadata"]["timestamp"]
    # An entry that names nothing would say that a part asks for nothing.
    document["dependencies"] = [one for one in document["dependencies"] if "dependsOn" in one]
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Write the bill. Exit code 1 where a licence is unknown or not allowed."""
    try:
        PATH.write_text(bill(), "utf-8")
    except LicenceError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
