"""The policy of the pages, in a browser: what came to stand in one as markup does nothing. That pages keep it themselves, every visit holds."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Visit


def test_a_script_a_handler_and_a_style_that_came_into_a_page_do_nothing(browser: Any, address: str) -> None:
    context = browser.new_context()
    visit = Visit(context, address)
    page = visit.go()
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = 1";
      document.body.append(script);
      const frame = document.createElement("div");
      frame.innerHTML = '<img src="data:," onerror="window.ran = 2"><style>body { color: #010203 }</style><p style="color: #010203">x</p>';
      document.body.append(frame);
      setTimeout("window.ran = 3", 0);
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(1, 2, 3)"
    assert sum("Content Security Policy" in text for text in visit.troubles) >= 4
    context.close()
