/** One button that goes round: as the system, light, dark. */
import { announce } from '../design/announcer.tsx';
import { IconButton } from '../design/button.tsx';
import { setTheme, themes, useTheme, type Theme } from './theme.ts';

const names: Readonly<Record<Theme, string>> = { system: 'as the system', light: 'light', dark: 'dark' };

export const ThemeButton = () => {
  const theme = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <IconButton icon="theme" label={`Theme: ${names[theme]}. Change to ${names[next]}`}
      onClick={() => {
        setTheme(next);
        announce(`Theme: ${names[next]}`);
      }} />
  );
};
