/**
 * Removes the role of a tab from each tab's item. GraphiQL puts buttons into the item, which screen readers skip inside a
 * tab. Without the roles, the items are a list of buttons, one of them pressed.
 */
export function mendTabs(root: Element): void {
  const mend = (): void => {
    for (const list of root.querySelectorAll('.graphiql-tabs')) {
      list.removeAttribute('role');
      for (const item of list.querySelectorAll('.graphiql-tab')) {
        item.removeAttribute('role');
        item.removeAttribute('aria-selected');
        const isActive = item.classList.contains('graphiql-tab-active');
        item.querySelector('.graphiql-tab-button')?.setAttribute('aria-pressed', String(isActive));
      }
    }
  };
  const within = new MutationObserver(mend);
  const appearing = new MutationObserver(() => {
    const list = root.querySelector('.graphiql-tabs');
    if (!list) return;
    appearing.disconnect();
    within.observe(list, {
      childList: true,
      subtree: true,
      attributeFilter: ['class', 'role', 'aria-selected'],
    });
    mend();
  });
  appearing.observe(root, { childList: true, subtree: true });
}
