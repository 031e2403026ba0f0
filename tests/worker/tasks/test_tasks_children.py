"""A worker's processes read strangers' files in children of their own, as one machine's do."""

import pytest

from tasks.farm import Farm
from tests.pdfpages.maker import made

pytestmark = pytest.mark.slow


def test_a_worker_reads_a_pdf_and_a_page_that_is_not_plain(farm, redis_url) -> None:
    here: Farm = farm(broker=redis_url)
    page, pdf = here.home.parent / "a.html", here.home.parent / "b.pdf"
    page.write_text("<html><body><h1>题目</h1>" + "<p>市政协全年提交提案三百一十二件。</p>" * 2000)
    pdf.write_bytes(made(0).pdf)
    here.start("worker", "--concurrency", "1")
    here.start("beat")
    lines = here.run("ingest", str(page), str(pdf))
    assert {line["file"] for line in lines} == {str(page), str(pdf)}
    assert all(line["characters"] > 100 for line in lines)
