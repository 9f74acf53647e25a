'use strict';
// Filters and the way from error to error. The page is complete without this script.
const errors = [...document.querySelectorAll('ol.errors li')];
const segments = [...document.querySelectorAll('.text [data-f]')];
const selects = [...document.querySelectorAll('.filters select')];
const count = document.querySelector('.filters output');
const byFinding = new Map();
for (const segment of segments) {
  for (const id of segment.dataset.f.split(' ')) {
    if (!byFinding.has(id)) byFinding.set(id, []);
    byFinding.get(id).push(segment);
  }
}
let at = -1;

const visible = () => errors.filter((li) => !li.hidden);

function filter() {
  const wanted = selects.filter((s) => s.value);
  for (const li of errors) li.hidden = !wanted.every((s) => li.dataset[s.name] === s.value);
  const shown = new Set(visible().map((li) => li.dataset.id));
  for (const mark of document.querySelectorAll('.text mark')) {
    const own = mark.dataset.e.split(' ');
    mark.classList.toggle('off', wanted.length > 0 && !own.some((id) => shown.has(id)));
  }
  for (const article of document.querySelectorAll('article')) {
    article.hidden = wanted.length > 0 && !article.querySelector('ol.errors li:not([hidden])');
  }
  at = -1;
  count.textContent = `${shown.size} of ${errors.length} errors`;
}

function go(step) {
  const list = visible();
  if (!list.length) return;
  at = at < 0 ? (step > 0 ? 0 : list.length - 1) : (at + step + list.length) % list.length;
  show(list[at]);
  count.textContent = `error ${at + 1} of ${list.length}`;
}

function show(li) {
  for (const old of document.querySelectorAll('.here')) old.classList.remove('here');
  const words = byFinding.get(li.dataset.id) || [];
  for (const segment of words) segment.classList.add('here');
  li.focus({ preventScroll: words.length > 0 });
  if (words.length) words[0].scrollIntoView({ block: 'center' });
}

for (const select of selects) select.addEventListener('change', filter);
document.querySelector('#next').addEventListener('click', () => go(1));
document.querySelector('#previous').addEventListener('click', () => go(-1));
for (const li of errors) li.addEventListener('click', () => { at = visible().indexOf(li); show(li); });
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(SELECT|INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === 'j') go(1);
  else if (event.key === 'k') go(-1);
});
filter();
