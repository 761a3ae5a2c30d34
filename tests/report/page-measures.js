// What a browser says of a page's layout. This file runs in the page: `browser.test.ts` calls its functions there.

globalThis.measures = {
  /** What reaches beyond the right edge and cannot be scrolled to within its own box. */
  overflowing() {
    const root = document.documentElement;
    const width = root.clientWidth;
    const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    const found =
      root.scrollWidth > width ? [`the page is ${root.scrollWidth} wide in ${width}`] : [];
    for (const element of document.querySelectorAll('body *')) {
      const { right, width: own } = element.getBoundingClientRect();
      if (own === 0 || right <= width + 0.5) continue;
      let above = element.parentElement;
      while (above && !scrolls(above)) above = above.parentElement;
      if (!above) found.push(`${element.tagName} ${element.className} ends at ${right}`);
    }
    return found;
  },

  /** Boxes that have to be scrolled sideways: the first words of each, and by how much. */
  scrolledBoxes() {
    return [...document.querySelectorAll('.scroll, figure')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1)
      .map((box) => `${box.textContent.slice(0, 60)}: ${box.scrollWidth} in ${box.clientWidth}`);
  },

  /** Words of up to 24 letters that stand on two lines; scripts that break between any two letters are left out. */
  brokenWords() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const word of node.textContent.matchAll(
        /(?<![^\s-])[\p{Script=Latin}\p{N}’]{2,24}(?![^\s.,;:!?)-])/gu,
      )) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (lines.size > 1)
          found.push(`${word[0]} in ${node.parentElement.outerHTML.slice(0, 60)}`);
      }
    return found;
  },

  /** Each table by its head: how many rows its body has, and how high and wide it is, in pixels. */
  tables() {
    return [...document.querySelectorAll('table')].map((table) => ({
      head: [...table.querySelectorAll('thead th')].map((cell) => cell.textContent).join(' | '),
      rows: table.querySelectorAll('tbody tr').length,
      height: table.getBoundingClientRect().height,
      width: table.scrollWidth,
    }));
  },

  /** Opens what the page folds away. */
  unfold() {
    for (const one of document.querySelectorAll('details')) one.open = true;
  },

  /** Where the first picture ends, in pixels from the top of the page. */
  endOfPicture() {
    return document.querySelector('.rows').getBoundingClientRect().bottom + window.scrollY;
  },
};
