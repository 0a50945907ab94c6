import { find } from './find.js';

const root = document.body.dataset.root;
const input = document.querySelector('search input');
const list = document.querySelector('search ol');
let entries;

input.addEventListener('input', async () => {
  entries ??= fetch(`${root}search.json`).then((response) => response.json());
  const found = find(await entries, input.value);
  list.replaceChildren(
    ...found.map(([title, page, href]) => {
      const link = Object.assign(document.createElement('a'), { href: root + href, textContent: title });
      const place = Object.assign(document.createElement('small'), {
        textContent: title === page ? '' : page,
      });
      const item = document.createElement('li');
      item.append(link, place);
      return item;
    }),
  );
  list.hidden = found.length === 0;
});

document.addEventListener('keydown', (event) => {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(document.activeElement);
  if (event.key === '/' && !/^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) input.focus();
  else if (event.key === 'Escape') list.hidden = true;
  else if (event.key === 'Enter' && document.activeElement === input) links[0]?.click();
  else if (event.key === 'ArrowDown' && !list.hidden) (links[at + 1] ?? links[0])?.focus();
  else if (event.key === 'ArrowUp' && at >= 0) (links[at - 1] ?? input).focus();
  else return;
  event.preventDefault();
});

for (const block of document.querySelectorAll('pre')) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Copy' });
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.querySelector('code').textContent);
    button.textContent = 'Copied';
  });
  block.append(button);
}

// The keyboard must reach what scrolls.
for (const box of document.querySelectorAll('.table, pre'))
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;

// Scrolls only the navigation to the name of the open page, not the page itself.
const nav = document.querySelector('nav');
const current = nav.querySelector('[aria-current]');
if (current) nav.scrollTop = current.offsetTop - nav.clientHeight / 2;
