"""Made-up cells of pages, and what a reader sees in each: for the reader of pages and for a browser that judges it."""

from __future__ import annotations

from dataclasses import dataclass

PADDING = "<tr><td>规章</td><td>0</td></tr>" * 8
"""A table of few cells with a table in one of them would be taken for the layout of the page"""


@dataclass(frozen=True)
class Case:
    """A cell's markup. text: what is read; doubt: why it is not taken for certain; sheet, script, attributes: of the page and the cell."""

    name: str
    markup: str
    text: str
    doubt: str = ""
    sheet: str = ""
    attributes: str = ""
    script: str = ""
    head: str = ""

    def page(self) -> str:
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8">{self.head}<style>table{{border-collapse:collapse}}td{{border:1px solid #000}}{self.sheet}</style></head>'
            f"<body><table id=form><tr><td>信息内容</td><td>数量</td></tr><tr><td>行政许可</td><td id=cell {self.attributes}>{self.markup}</td></tr>{PADDING}</table>"
            f"{f'<script>{self.script}</script>' if self.script else ''}</body></html>"
        )


def _of(kind: str, *cases: tuple[str, ...]) -> list[Case]:
    """(markup, text[, doubt[, sheet[, attributes]]])"""
    return [Case(f"{kind}-{n}", *case) for n, case in enumerate(cases, 1)]


CELLS = [
    *_of("plain", ("128", "128"), ("<p><span>12</span><b>8</b></p>", "128"), ("", ""), ("&nbsp;", ""), ("12<br>8", "12\n8"), ("<p>12</p><p>8</p>", "12\n8"), ("-", "-"),
         ("12<!--9-->8", "128"), ("1\u200b2\u00ad8", "12\u00ad8")),
    *_of("not-rendered", ("12<b style='display:none'>9</b>8", "128"), ("12<b class=x>9</b>8", "128", "", ".x{display:none}"), ("12<b hidden>9</b>8", "128"),
         ("12<b hidden style='display:inline'>9</b>8", "1298"), ("12<b class='x y'>9</b>8", "1298", "", ".x.y{display:inline}.x{display:none}"),
         ("12<b class=x style='display:inline'>9</b>8", "128", "", ".x{display:none!important}"), ("12<b class=x>9</b>8", "1298", "", "@media print{.x{display:none}}"),
         ("12<b class=x>9</b>8", "128", "", "@media screen and (min-width:600px){.x{display:none}}"), ("12<b class=x>9</b>8", "128", "", ".x{display:n\\6fne}"),
         ("12<b class=x>9</b>8", "128", "", ":root{--d:none}.x{display:var(--d)}"), ("12<b class=x>9</b>8", "128", "", "td{& .x{display:none}}"),
         ("12<b class=x>9</b>8", "128", "", "@layer a{.x{display:none}}"), ("12<b class=x>9</b>8", "1298", "", "@layer a{.x{display:none}} b{display:inline}"),
         ("12<template>9</template>8", "128"), ("12<noscript>9</noscript>8", "128"), ("12<dialog>9</dialog>8", "128"), ("12<datalist><option>9</datalist>8", "128"),
         ("12<b popover>9</b>8", "128"), ("12<b class=x>9</b>8", "128", "", "td:nth-child(2)>.x{display:none}"), ("12<i></i><b>9</b>8", "128", "", "i+b{display:none}"),
         ("12<b class=x>9</b>8", "128", "", ".x{content-visibility:hidden;display:inline-block}"), ("<b class=x>12</b>8", "8", "", "td>:first-child{display:none}")),
    *_of("hidden", ("12<b style='visibility:hidden'>9</b>8", "12 8"), ("<b style='visibility:hidden'>9</b>128", "128"), ("<b style='visibility:hidden'>9</b>", ""),
         ("<b style='visibility:hidden'>9<i style='visibility:visible'>5</i></b>", "5"), ("128", "", "", "", "style='visibility:hidden'")),
    *_of("small", ("12<b style='font-size:0'>9</b>8", "128"), ("12<b class=x>9</b>8", "128", "", ".x{font:0/1 a}"), ("12<b style='font-size:calc(1px - 1px)'>9</b>8", "128"),
         ("12<b style='font-size:2px'>9</b>8", "1298", "faint")),
    *_of("away", ("128<b style='position:absolute;left:-9999px'>0</b>", "128"), ("128<b style='display:inline-block;text-indent:-9999px'>0</b>", "128"),
         ("128<b class=x>0</b>", "128", "", ".x{position:absolute;clip:rect(0,0,0,0)}"), ("128<b class=x>0</b>", "128", "", ".x{position:fixed;top:-500em}"),
         ("128<b class=x>0</b>", "128", "", ".x{display:inline-block;width:0;overflow:hidden}"), ("128<p class=x>0</p>", "128", "", ".x{height:0;overflow:hidden}"),
         ("128<b class=x>0</b>", "128", "", ".x{clip-path:inset(100%)}"), ("128<b class=x>0</b>", "128", "", ".x{display:inline-block;transform:scale(0)}"),
         ("128<b class=x>0</b>", "128", "", ".x{position:absolute;width:1px;height:1px;overflow:hidden}"), ("128<b class=x>0</b>", "128", "", ".x{position:absolute;inset:-9999px auto auto -9999px}"),
         ("128<b style='position:absolute'>0</b>", "128\n0", "placed"), ("128<b class=x>0</b>", "1280", "placed", ".x{display:inline-block;transform:translateX(-30px)}"),
         ("<p class=x>128<br>9</p>", "128\n9", "placed", ".x{height:1.2em;overflow:hidden}"), ("<b class=x>128</b>", "128", "placed", ".x{display:inline-block;width:1em;overflow:hidden}"),
         ("128<b style='margin-left:-1em'>0</b>", "1280", "placed")),
    *_of("colour", ("<b style='color:#fff'>1</b>28", "28"), ("<b style='color:#fff'>1</b>28", "128", "", "", "bgcolor=black style='color:white'"),
         ("<font color=white>1</font>28", "28"), ("<font color=ffffff>1</font>28", "28"), ("<b style='color:transparent'>1</b>28", "28"), ("<b style='opacity:0'>1</b>28", "28"),
         ("<b style='opacity:.02'>1</b>28", "28"), ("<b style='color:rgba(0,0,0,0)'>1</b>28", "28"), ("<b style='color:#fefefe'>1</b>28", "28"),
         ("<b style='color:#e8e8e8'>1</b>28", "128", "faint"), ("<b style='color:#000'>1</b>28", "28", "", "", "style='background:#000;color:#fff'"),
         ("<b style='color:hsl(0 0% 100%)'>1</b>28", "28"), ("<b style='-webkit-text-fill-color:transparent'>1</b>28", "28"),
         ("<b style='background:red;color:red'>1</b>28", "28"), ("<b style='color:white;background:url(data:x)'>1</b>28", "128", "faint"),
         ("128", "128", "faint", "", "style='color:#fff'"), ("<a href=x style='color:inherit'>1</a>28", "28", "", "td a{color:#fff!important}"),
         ("128", "128", "", "td{color:#000}table{color:#fff}")),
    *_of("struck", ("<s>182</s>128", "128"), ("<del>182</del><ins>128</ins>", "128"), ("<strike>182</strike> 128", "128"), ("<b class=x>182</b> 128", "128", "", ".x{text-decoration:line-through}"),
         ("<b class=x>182</b> 128", "128", "", ".x{text-decoration-line:underline line-through}"), ("<s>182</s>", "182", "struck"), ("182", "182", "struck", "", "style='text-decoration:line-through'"),
         ("<s><i style='text-decoration:none'>182</i></s>128", "128"), ("<del class=k>128</del>", "128", "", ".k{text-decoration:none}"), ("1<s>2</s>8", "18", "struck"),
         ("<b class=x>128</b>", "128", "struck", ".x{background:linear-gradient(transparent 45%,red 45%,red 55%,transparent 55%)}"),
         ("<b class=x>128</b>", "128", "covered", ".x{position:relative}.x::after{content:'';position:absolute;left:0;right:0;top:50%;border-top:1px solid}")),
    *_of("raised", ("128<sup>1</sup>", "128¹"), ("128<sup>[1]</sup>", "128[1]"), ("37<sup>②</sup>", "37②"), ("128<sup>注1</sup>", "128[注1]"), ("128<sup><a href=x>1</a></sup>", "128¹"),
         ("128<span style='vertical-align:super;font-size:8pt'>1</span>", "128¹"), ("128<b class=x>1</b>", "128¹", "", ".x{vertical-align:top;font-size:60%}"),
         ("128<b class=x>1</b>", "128¹", "", ".x{position:relative;top:-.5em;font-size:60%}"), ("128<b class=x>1</b>", "128¹", "", ".x{vertical-align:5px}"),
         ("128<sub>1</sub>", "128[1]"), ("128<b class=x>1</b>", "128[1]", "", ".x{border:1px solid;border-radius:50%}"), ("128<ruby><rt>1</rt></ruby>", "128¹"),
         ("128", "128", "", "", "style='vertical-align:top;font-size:8px'"), ("<span style='position:relative;top:-3pt'>128</span>", "128"),
         ("128<b style='font-variant-position:super'>1</b>", "128¹"), ("<sup>128</sup>", "¹²⁸")),
    *_of("no-text", ("<img src=a.png alt=128>", "", "object"), ("<svg width=40 height=20><text y=15>128</text></svg>", "", "object"), ("<img src=a.gif width=1 height=1>128", "128"),
         ("<canvas width=30 height=20></canvas>", "", "object"), ("<iframe src=a.html></iframe>", "", "object"), ("<math><mn>128</mn></math>", "", "object"),
         ("<progress value=3 max=9></progress>", "", "object"), ("<meter value=3 max=9>3</meter>", "", "object"), ("<img src=a.png style='display:none'>128", "128"),
         ("5<img src=a.png>", "5" + "\ufffc", "object"), ("<b class=x></b>", "", "object", ".x{display:inline-block;width:9px;height:9px;background:url(data:image/png;base64,x)}"),
         ("<table><tr><td>1<td>2</table>", "1\n2", "object"), ("<table><tr><td>128</table>", "128")),
    *_of("control", ("<input value=128>", "128"), ("<input value=128 readonly type=text>", "128"), ("<input type=hidden value=9>128", "128"), ("<input type=checkbox value=9>128", "128"),
         ("<input>", "", "object"), ("<input placeholder=128>", "", "object"), ("<input type=password value=128>", "", "object"), ("<textarea>128</textarea>", "128"),
         ("<select><option>1<option selected>37</select>", "37"), ("<select><option>1<option>37</select>", "1"), ("<select multiple><option>1<option>37</select>", "", "object"),
         ("<button>128</button>", "", "object"), ("<input type=range value=9>", "", "object"), ("<input value=128 style='display:none'>", ""),
         ("<details><summary>注</summary>9</details>", "注", "object"), ("<details open><summary>注</summary>9</details>", "注\n9")),
    *_of("generated", ("128", "1280", "", "#cell::after{content:attr(data-x,'0')}"), ("<span data-v=128></span>", "128", "", "[data-v]::before{content:attr(data-v)}"), ("3<i class=d7></i>", "37", "", ".d7::after{content:'7'}"),
         ("3", "13", "", "td:last-child::before{content:'1'}tr:first-child td::before{content:none}"), ("128", "128", "object", "#cell{counter-increment:a}#cell::before{content:counter(a)}"),
         ("128", "128", "", "#cell::after{content:'';display:table;clear:both}"), ("128", "128", "", "#cell::after{content:'.';visibility:hidden;display:block;height:0}"),
         ("128", "128", "object", "#cell::before{content:url(data:x)}"), ("128", "128", "", "#cell:hover::before{content:'9'}"), ("12", "12\ue602", "glyph", "#cell::after{content:'\\e602'}"),
         ("128", "128", "faint", "#cell::first-letter{font-size:0}"), ("<ol><li>128</ol>", "1. 128"), ("<ol start=5><li>128</ol>", "5. 128"), ("<ul><li>128</ul>", "128"),
         ("<ol style='list-style:none'><li>128</ol>", "128"), ("<ol class=x><li>128</ol>", "128", "object", ".x{list-style-type:cjk-decimal}")),
    *_of("order", ("<span dir=rtl>37</span>", "37"), ("<bdo dir=rtl>821</bdo>", "821", "placed"), ("\u202e821\u202c", "\u202e821\u202c", "placed"), ("<b class=x>821</b>", "821", "placed", ".x{direction:rtl;unicode-bidi:bidi-override}"),
         ("<p class=x><b>8</b><b>12</b></p>", "8\n12", "placed", ".x{display:flex;flex-direction:row-reverse}b{display:block}"), ("8<b style='float:left'>12</b>", "8\n12", "placed"),
         ("<p dir=rtl>12<bdi>8</bdi></p>", "128", "placed"), ("<p style='display:flex'><b style='order:2'>8</b><b>12</b></p>", "812", "placed"),
         ("12<b style='display:block'>8</b>", "12\n8"), ("12<div style='display:inline'>8</div>", "128"), ("12<b style='margin-left:2em'>8</b>", "12 8"), ("12<br style='display:none'>8", "128"),
         ("<b style='letter-spacing:2em'>128</b>", "128", "placed"), ("<pre>12\n8</pre>", "12\n8")),
    *_of("glyph", ("\ue602\ue603", "\ue602\ue603", "glyph"), ("<b class=x>128</b>", "128", "glyph", "@font-face{font-family:n;src:url(data:font/woff;base64,AA)}.x{font-family:n,serif}"),
         ("<b class=x>128</b>", "128", "glyph", "@font-face{font-family:'n m';src:url(n.woff2)}.x{font:12px 'n m'}"), ("128", "128", "", "@font-face{font-family:n;src:url(n.woff2)}body{font-family:n}")),
    *_of("sheets", ("12<b class=x>9</b>8", "1298", "", "@layer a{@layer b{.x{display:none}}.x{display:inline}}"), ("12<b class=x>9</b>8", "128", "", "@layer a{.x{display:none!important}}.x{display:inline!important}"),
         ("12<b class=x>9</b>8", "1298", "faint", "@supports (foo:bar){.x{display:none}}"), ("12<b class=x>9</b>8", "128", "", "@supports (display:grid) and (gap:1px){.x{display:none}}"),
         ("<b class=x>9</b>128", "128", "", "@property --c{syntax:'<color>';inherits:false;initial-value:#fff}.x{color:var(--c)}"), ("<x-y>9</x-y>128", "9128", "faint", ":not(:defined){display:none}"),
         ("12<b class=x>8</b>", "128", "", "@keyframes k{from{opacity:0}to{opacity:1;transform:translateY(0)}}.x{animation:k 1ms both}"),
         ("12<b class=x>8</b>", "128", "faint", "@keyframes k{to{opacity:0}}.x{animation:k 1ms forwards}"), ("12<b class=x>8</b>", "128", "faint", ".x{-webkit-text-stroke:6px #fff}"),
         ("128", "128", "", "html{filter:grayscale(100%)}")),
    *_of("untold", ("12<b class=x>9</b>8", "128", "faint", "@layer a{.x{display:none}}@layer b{.x{display:revert-layer}}"),
         ("12<b class=x>9</b>8", "128", "faint", ".x{display:none}@container (width>1px){.x{display:inline}}"), ("12<b class=x>9</b>8", "1298", "", "@container (width>1px){.x{display:inline}}"), ("12<b class=x>9</b>8", "128", "", ".x{font-size:env(foo,0)}"),
         ("12<b data-d=none class=x>9</b>8", "1298", "faint", ".x{visibility:attr(data-d type(*))}"), ("12<b class=x>9</b>8", "1298", "faint", ".x{color:if(media(screen):#fff;else:#000)}"),
         ("12<b class=x>9</b>8", "128", "", ":-webkit-any(.x,.y){display:none}"), ("12<b class=x>9</b>8", "1298", "faint", ".x,:foo(bar){display:none}"),
         ("128", "128", "faint", ":root{color-scheme:dark}td{color:#000}"), ("128", "128", "", ":root{color-scheme:dark}"), ("128", "128", "", ":root{color-scheme:light dark}td{color:#000}"),
         ("128", "128", "object", "#cell{content:url(data:x)}"), ("<audio>9</audio>128", "128"),
         ("<b class=x>128</b>", "128", "struck", ".x{display:inline-block;border-bottom:2px solid red;height:.6em}"), ("<b class=x>128</b>", "128", "", ".x{display:inline-block;border-bottom:1px solid red}")),
    *_of("boxes", ("<p class=x><b>12</b><b>8</b></p>", "128", "placed", ".x{display:flex;gap:9px}"), ("<p class=x><b>12</b><b>8</b></p>", "128", "placed", ".x{display:grid}"),
         ("<b class=x>128<small>1</small></b>", "1281", "placed", ".x{display:inline-flex}small{align-self:flex-start;font-size:9px}"), ("<p class=x>128</p>", "128", "", ".x{display:flex}"),
         ("128<b style='font-size:8px'>1</b>", "1281", "unlike"), ("128<font size=1>1</font>", "1281", "unlike"), ("<b style='font-size:8px'>128</b>", "128"), ("128<hr style='margin-top:-9px'>", "128", "struck"),
         ("12800", "12800", "placed", "#cell{max-width:20px;overflow:hidden}"), ("128", "128", "placed", "table{letter-spacing:-1em}"),
         ("128", "128", "struck", "#cell{background:linear-gradient(to top right,#fff 49%,red,#fff 51%)}"), ("128", "128", "", "td{background:linear-gradient(#fff,#eee)}")),
    *_of("beside", *(("128", "128", doubt, f"td{{{said}}}") for said, doubt in (
        ("text-emphasis:'1'", "faint"), ("-webkit-text-emphasis-style:'1'", "faint"), ("text-emphasis:dot red", ""), ("text-shadow:2em 0 #000", "faint"),
        ("text-shadow:1px 1px 2px #ccc", ""), ("box-shadow:inset 0 0 0 2em #000", "faint"),
        ("box-shadow:inset 0 0 30px #eee", ""), ("box-shadow:0 20px 20px #ccc", ""), ("text-shadow:0 0 20px red,1px 1px 20px red", "")))),
    *_of("apart", ("128<b class=x>1</b>", "1281", "unlike", ".x{border:1px solid}"), ("12<b class=x>8</b>", "128", "unlike", ".x{border-left:1px solid red}"), ("<b class=x>128</b>", "128", "", ".x{border:1px solid}"),
         ("128<b class=x>1</b>", "128 1", "unlike", ".x{border-left:8px solid #fff}"), ("128<b class=x>1</b>", "1281", "", ".x{border:none}"), ("128<b class=x>1</b>", "1281", "", ".x{border-bottom:1px solid}"),
         ("128<a href=#n1>1</a>", "1281", "unlike"), ("<a href=#n1>128</a>", "128"), ("128<sup class=x>1</sup>", "1281", "unlike", ".x{vertical-align:baseline}"), ("128<a href=#n1><sup>1</sup></a>", "128¹"),
         ("<dialog open>128</dialog>", "128", "placed"), ("<dialog>9</dialog>128", "128")),
    *_of("holes", ("12<b class=x>9</b>8", "12 8", "", ".x{clip-path:circle(0)}"), ("12<b class=x>9</b>8", "12 8", "", ".x{display:inline-block;overflow:hidden;height:0}"),
         ("12<b class=x>9</b>8", "128", "", ".x{display:inline-block;overflow:hidden;width:0}"), ("12<b class=x>9</b>8", "1298", "faint", ".x{opacity:calc(0)}"),
         ("12<b class=x>9</b>8", "1298", "placed", ".x{position:relative;left:5px}"), ("12<b class=x>9</b>8", "1298", "placed", ".x{letter-spacing:-1em}"),
         ("128", "128", "faint", "#cell::first-letter{float:right}")),
    *_of("veiled", *(("128", "128", doubt, f"table{{{said}}}") for said, doubt in (
        ("transform:scaleX(-1)", "placed"), ("transform:rotate(180deg)", "placed"), ("filter:blur(30px)", "faint"), ("mask:linear-gradient(transparent,transparent)", "faint"),
        ("mix-blend-mode:screen", "faint"), ("zoom:.05", "faint"), ("clip-path:inset(1px)", "faint"), ("transform:translateY(2px)", ""), ("position:relative;left:40px", "")))),
    *_of("overlapping-struck", ("<s><p>182</p></s>", "182", "struck"), ("<s><p>182</p></s>128", "128"), ("<p><s>182</p>128", "182128", "struck"), ("<b><s>182</b>9</s>128", "128"),
         ("<strike><p>9</p></strike>128", "128"), ("<div><s>9</div>8</s>12", "12")),
    *_of("overlapping", ("<i style='display:none'><p>9</p></i>128", "128"), ("<small hidden><p>9</p></small>128", "128"), ("<p><font color=white>9</p>128", "9128", "faint"),
         ("<p><b>12</b>8</p>", "128"), ("<p><b>1<i>2</b></i>8</p>", "128"), ("<!-- <s> -->128", "128"), ("<b><p>128</p></b>", "128"), ("12<b>8</b><p></p>", "128")),
    *_of("quoted", ("<q>12</q>8", "“12”8"), ("<ul><li>8</ul>", "8", "object", "li::marker{content:'12'}"), ("128", "“128”", "", "#cell::before{content:open-quote}#cell::after{content:close-quote}")),
    *_of("narrow-control", ("<input value=12800 size=1>", "", "object"), ("<input value=12800 style='width:14px'>", "", "object"), ("<select style='width:30px'><option>12800</select>", "", "object"),
         ("<textarea rows=1>12\n8</textarea>", "", "object"), ("<input value=12800 size=6>", "12800"), ("<input value=128 style='width:50px'>", "128"), ("<select style='width:80px'><option>128</select>", "128")),
    *_of("newer", ("12<b hidden=until-found>9</b>8", "128", "faint"), ("12<b class=x>9</b>8", "128", "faint", ".x{display:none}.x{all:unset}"), ("12<wbr>8", "128"), ("12<wbr/>8</wbr>", "128"),
         ("12<option>9</option>8", "1298", "object")),
    Case("script-1", "", "", "script", attributes="data-value=128", script="document.querySelectorAll('[data-value]').forEach(function(e){e.textContent=e.dataset.value})"),
    Case("script-2", "<span id=num></span>", "", "script", script="document.getElementById('num').innerText = 128"),
    Case("script-3", "0", "0", "script", script="document.getElementById('cell').innerHTML = '128'"),
    Case("script-4", "<script>document.write(128)</script>", "", "script"),
    Case("script-5", "", "", "script", script="var t=document.getElementById('form');t.rows[1].cells[1].textContent='128'"),
    Case("script-6", "<b class=num></b>", "", "script", script="document.querySelector('.num').textContent='128'"),
    Case("script-7", "", "", "", script="document.title='年度报告';var n=document.getElementById('zoom');if(n){n.innerHTML='';}"),
    Case("script-8", "", "", "", attributes="class=MsoNormal", script="var s='share';document.querySelectorAll('td').length;window.x=function(){s='.MsoNormal'}"),
    Case("script-9", "<span id=v12></span>", "", "script", script="var d={12:128};for(var i in d)document.getElementById('v'+i).textContent=d[i]"),
    Case("script-10", "<span id=v12></span>", "", "script", script="for(var i=0;i<99;i++)document.querySelector(`#v${i}`).textContent=i"),
    Case("script-11", "821", "821", "script", script="document.querySelectorAll('#form td').forEach(t=>{t.textContent=t.textContent.split('').reverse().join('')})"),
    Case("script-12", "821", "821", "", script="document.querySelectorAll('#menu td').forEach(t=>{t.textContent=t.textContent.trim()})"),
    Case("script-13", "821", "821", "script", script="var r=document.getElementById('form').rows;for(var i=0;i<r.length;i++)r[i].cells[1].innerText=r[i].cells[1].innerText.replace('8','7')"),
    Case("script-14", "<img src=x style='display:none' onerror=\"this.parentNode.append('128')\">", "", "script"),
    Case("script-15", "<b onclick=\"this.textContent='9'\">128</b>", "128"),
    Case("script-16", "<b class=num>0</b>", "0", "script", script="$('.num').text(128)"),
    Case("script-17", "<b class='a num' d=128>0</b>", "0", "script", script="$('#form .num').each(function(){$(this).text($(this).attr('d'))})"),
    Case("script-18", "<b class=num>0</b>", "0", "script", script="document.getElementsByClassName('num')[0].innerHTML=128"),
    Case("script-19", "<b class=num>0</b>", "0", "", script="$('.num').addClass('seen');$('.title').text('年度报告')"),
    Case("script-20", "<b id=x>9</b>128", "9128", "script", script="document.querySelector('#x').style.display='none'"),
    Case("script-21", "<b class=x>9</b>128", "9128", "script", script="$('.a .x').hide()"),
    Case("script-22", "<b class=x>9</b>128", "9128", "script", script="document.querySelectorAll('.x').forEach(e=>e.style.visibility='hidden')"),
    Case("script-23", "<b class=x>9</b>128", "9128", "script", script="document.styleSheets[0].insertRule('.x{display:none}')"),
    Case("script-24", "<b class=x>128</b>", "128", "", script="$('.x').css('text-indent','2em');$('#form').hide;document.getElementById('zoom').style.fontSize='16px'"),
    Case("script-25", "12<b class=x>9</b>8", "1298", "script", ".js .x{display:none}", script="document.documentElement.className='js'"),
    Case("script-26", "12<b class=x>9</b>8", "1298", "script", "#form.on .x{font-size:0}", script="for(const t of document.querySelectorAll('#form'))t.classList.add('on')"),
    Case("script-27", "12<b class=x>9</b>8", "1298", "script", "body[data-kind=a] .x{visibility:hidden}", script="document.body.dataset.kind='a'"),
    Case("script-28", "12<b class=x>9</b>8", "1298", "", "body.old .x{display:none}", script="document.querySelector('#menu').onclick=function(){document.body.classList.add('old')}"),
    Case("script-29", "128", "128", "", ".on{display:none}", script="$('.menu').addClass('on');document.body.className+=' wide'"),
    Case("script-30", "128", "128", "script", script="document.getElementsByTagName('td')[3].style.color='#fff'"),
    Case("script-31", "12<b>9</b>8", "1298", "script", script="document.querySelector('td b').outerHTML=''"),
    Case("script-32", "12<b class=x>9</b>8", "1298", "script", script="document.write('<style>.x{display:none}</style>')"),
    Case("sheet-import-late", "12<b class=x>9</b>8", "1298", "", "@import url('data:text/css,.x{display:none}');"),
    Case("sheet-kind", "12<b class=x>9</b>8", "1298", head="<style type=text/less>.x{display:none}</style><noscript><style>.x{display:none}</style></noscript><style title=a>i{}</style><style title=b>.x{display:none}</style>"),
    Case("sheet-absent-name", "<b class=d-none>9</b>128", "9128", "faint", head="<link rel=stylesheet href=bootstrap.min.css>"),
    Case("sheet-absent", "<b style='color:#fff'>1</b>28", "128", "faint", head="<link rel=stylesheet href=style.css>"),
]
