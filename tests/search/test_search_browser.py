"""The page in a real browser, with JavaScript and without, wide and narrow."""

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.system


@pytest.mark.parametrize("script", [True, False])
def test_a_newcomer_searches_and_reads(browser: Browser, address: str, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(address)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("政协 提案")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_have_text("政协")
    page.locator(".facets").get_by_role("link", name="岚江日报").click()
    expect(page.locator(".chips")).to_contain_text("岚江日报")
    page.locator(".hits h2 a").first.click()
    expect(page.locator("article.text mark").first).to_be_visible()
    expect(page.locator(".copy").first).to_contain_text("《岚江日报》")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert faults == []
    context.close()


@pytest.mark.parametrize("path", ["/", "/?q=政协", "/articles/ljrb-20240102-666?q=政协", "/?q=(政协", "/selection?id=ljrb-20240102-666"])
def test_nothing_overflows_a_phone(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_nothing_hostile_runs(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    for path in ("/articles/ljrb-20240102-666?q=政协", "/?q=政协 script&all=1", "/api/v1/articles/files-0123456789ab-1/raw"):
        page.goto(address + path)
    assert asked == []
    assert "<script>" in page.locator("body").inner_text()
    page.close()
