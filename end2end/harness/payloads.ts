/** What somebody who means harm writes where a name or a remark belongs; each calls `ran` if it is ever taken for more than text. */
const VECTORS = [
  '<script>ran++</script>',
  '<img src=x onerror=ran++>',
  '<svg onload=ran++>',
  '<svg><script>ran++</script></svg>',
  '<body onload=ran++>',
  '<iframe srcdoc="<script>parent.ran++</script>">',
  '<iframe src="javascript:parent.ran++">',
  '<a href="javascript:ran++">x</a>',
  '<input autofocus onfocus=ran++>',
  '<details open ontoggle=ran++>',
  '<video><source onerror=ran++></video>',
  '<math><mtext><img src=x onerror=ran++></mtext></math>',
  '<object data="javascript:ran++">',
  '<embed src="javascript:ran++">',
  '<base href="https://example.invalid/">',
  '<meta http-equiv=refresh content="0;url=javascript:ran++">',
  '<link rel=stylesheet href="https://example.invalid/x.css">',
  '<style>*{background:url(https://example.invalid/)}</style>',
  '<form action="https://example.invalid/"><button>x</button></form>',
  '<template><script>ran++</script></template>',
  'javascript:ran++',
  'data:text/html,<script>ran++</script>',
  '{{ran++}}',
  '${ran++}',
  '<%=ran++%>',
];

/** How it gets out of what stands around it. */
const AROUND = [
  '', '">', "'>", '`>', '--><!--', '</title>', '</textarea>', '</script>', '</style>', ']]>', '</td></tr></table>',
  '" onmouseover=ran++ x="', "' onmouseover=ran++ x='", '\\"', '&lt;&quot;&gt;', '%22%3E', '\\u003c', '&#60;', '＜', '\t',
];

/** All of them: 25 in 20 surroundings, in ASCII but for a full-width sign. */
export const payloads: string[] = AROUND.flatMap((before) => VECTORS.map((vector) => `${before}${vector}`));
