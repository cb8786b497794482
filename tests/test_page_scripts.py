"""Scripts that make a page anew as it is opened: its table is in doubt. What ordinary pages have (counters, menus, printing, sharing) leaves it."""

from __future__ import annotations

import pytest

from gongkai.model import doubt_of
from gongkai.readers.html.html import bytes_to_parts

ROWS = "<tr><td>规章</td><td>0</td></tr>" * 8


def doubt_with(script: str) -> str:
    page = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div id="main"><div id="zoom" class="text"><table id="form">'
        f"<tr><td>信息内容</td><td>数量</td></tr><tr><td>行政许可</td><td>128</td></tr>{ROWS}</table></div></div>"
        f'<div id="menu"><table><tr><td>栏目</td></tr></table></div><p id="hits" class="date"></p><script>{script}</script></body></html>'
    )
    return doubt_of(bytes_to_parts(page.encode(), "a.html").grids[0].rows[1][1])


ANEW = [
    "document.body.innerHTML=document.body.innerHTML.replace(/128/g,'821')", "document.documentElement.innerHTML='<body>'", "document.body.replaceChildren()",
    "var z=document.getElementById('zoom');z.innerHTML=z.innerHTML.replace('128','821')", r"$('.text').html($('.text').html().replace(/\d/g,'9'))",
    "const w=document.createTreeWalker(document.body,4);let n;while(n=w.nextNode())n.textContent=n.textContent.replace('128','821')",
    "function f(n){if(n.nodeType===3){var s=n.nodeValue.replace(/8/g,'9');n.nodeValue=s}else n.childNodes.forEach(f)} f(document.body)",
    "window.onload=function(){document.write('<p>821</p>')}", "setTimeout(()=>document.write('x'),10)", "document.getElementById('form').deleteRow(1)",
    "document.getElementById('form').rows[1].remove()", "$('#form tr').eq(1).remove()", "var t=document.querySelector('#form tbody');[...t.rows].reverse().forEach(r=>t.append(r))",
    "document.getElementById('form').tBodies[0].innerHTML='<tr></tr>'", "ReactDOM.render(page,document.getElementById('main'))",
]


@pytest.mark.parametrize("script", ANEW)
def test_a_table_that_a_script_makes_anew_is_in_doubt(script: str) -> None:
    assert doubt_with(script) == "script"


ORDINARY = [
    "document.write('<script src=a.js></'+'script>')", "document.getElementById('hits').innerHTML='128'", "document.write(new Date().getFullYear())",
    "function go(){var h=document.body.innerHTML;document.body.innerHTML=document.getElementById('zoom').innerHTML;window.print();document.body.innerHTML=h}",
    "document.onkeydown=function(e){if(e.keyCode==80)document.body.innerHTML=''}", "window.onbeforeprint=function(){document.body.innerHTML='x'}",
    "function tr(n){for(var i=0;i<n.length;i++){var o=n.item(i);if(o.nodeType==3){o.data=simple(o.data)}}} if(location.href.replace(/\\?.*/,'')=='x')tr(document.body.childNodes)",
    "$('#zoom table').before('<div class=scroll>')", "$('#zoom').html($('#zoom').html().replace(/style=\".*?\"/g,''))", "$('#zoom').html($('#zoom').html().replace(/\\s{2,}/g,' '))",
    "document.querySelectorAll('table').forEach(t=>{const w=document.createElement('div');t.before(w);w.append(t)})", "$('.date').text($('.date').text().replace(/\\d{4}/,'2024'))",
    "$('#menu tr').remove();$('#menu table').append('<tr>')", "document.body.appendChild(document.createElement('div')).innerHTML='<a>'", "new Vue({el:'#main',data:{n:821}})",
]


@pytest.mark.parametrize("script", ORDINARY)
def test_what_ordinary_pages_have_leaves_the_table(script: str) -> None:
    assert not doubt_with(script)
