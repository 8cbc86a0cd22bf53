// What axe leaves open, because it cannot tell the background: whether texts can be read, whether fields have an outline,
// and whether words fit where they stand.

import type { Page } from '@playwright/test';

/** The faults of everything that matches, in words. */
export function faultsOf(page: Page, selector: string) {
  return page.evaluate(selector => {
    type Colour = [number, number, number, number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const parse = (colour: string) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data] as unknown as Colour;
    };
    const over = (front: Colour, back: Colour) => {
      const part = front[3] / 255;
      return [...[0, 1, 2].map(i => front[i]! * part + back[i]! * (1 - part)), 255] as Colour;
    };
    const behind = (element: Element | null): Colour => {
      if (!element) return [255, 255, 255, 255];
      const colour = parse(getComputedStyle(element).backgroundColor);
      return colour[3] === 255 ? colour : over(colour, behind(element.parentElement));
    };
    const luminance = (colour: Colour) => {
      const [red, green, blue] = colour.map(value => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    };
    const contrast = (one: Colour, other: Colour) => {
      const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
      return (light! + 0.05) / (dark! + 0.05);
    };
    const faults: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(':disabled, .sr-only')) continue;
      const style = getComputedStyle(element);
      const background = behind(element);
      const text = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.textContent!.trim()).join(' ');
      if (text) {
        const found = contrast(over(parse(style.color), background), background);
        if (found < 4.5) faults.push(`${text}: contrast ${found.toFixed(2)}`);
      }
      if (text && style.display !== 'inline') {
        const before = element.style.overflowWrap;
        element.style.overflowWrap = 'normal';
        if (element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis') faults.push(`${text}: does not fit`);
        element.style.overflowWrap = before;
      }
      if (element.matches('input:not([type=checkbox], [type=radio], [type=hidden], :focus)')) {
        // A bare field stands in a box that has the outline.
        const box = element.closest('.cl-tagInputContainer') ?? element;
        const { boxShadow, borderTopColor } = getComputedStyle(box);
        const line = /^((?:oklch|rgb|rgba|color|lab|oklab)\([^)]*\)) 0px 0px 0px 1px/.exec(boxShadow)?.[1] ?? borderTopColor;
        const around = behind(box.parentElement);
        const found = contrast(over(parse(line), around), around);
        if (found < 3) faults.push(`${element.id || element.getAttribute('name')}: outline ${found.toFixed(2)}`);
      }
    }
    return faults;
  }, selector);
}
