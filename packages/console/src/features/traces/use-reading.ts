/**
 * Whether someone is in the middle of a list: scrolled down, pointing at it, or with the focus in it.
 * New rows then wait behind a button instead of pushing away what is being read.
 */
import { useEffect, useState, type RefObject } from 'react';

const scrolledPx = 80;

export const useReading = (list: RefObject<HTMLElement | null>): boolean => {
  const [reading, setReading] = useState(false);
  useEffect(() => {
    const look = (): void => {
      const element = list.current;
      const within = element !== null && (element.matches(':hover') || element.contains(document.activeElement));
      setReading(within || window.scrollY > scrolledPx);
    };
    const events = ['scroll', 'focusin', 'focusout', 'mouseover', 'mouseout'] as const;
    // Focus moves after `focusout`; by the next frame it has arrived.
    const soon = (): void => void requestAnimationFrame(look);
    for (const event of events) window.addEventListener(event, soon, { passive: true });
    look();
    return () => {
      for (const event of events) window.removeEventListener(event, soon);
    };
  }, [list]);
  return reading;
};
