import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const DIAL: MantineColorsTuple = [
  '#e7f5ff',
  '#d0ebff',
  '#a5d8ff',
  '#74c0fc',
  '#4dabf7',
  '#339af0',
  '#228be6',
  '#1864ab',
  '#14548f',
  '#104574',
];

/** Colours with enough contrast for text on them, in light and dark. */
export const theme = createTheme({
  primaryColor: 'dial',
  colors: { dial: DIAL },
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  respectReducedMotion: true,
  // Mantine writes <header>: outside of the page's main part that would be a second banner.
  components: {
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    ModalHeader: { defaultProps: { role: 'presentation' } },
  },
});

const TOO_PALE = [
  'red',
  'pink',
  'grape',
  'violet',
  'indigo',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
];

/** What Mantine writes in colour, on white and on a pale ground, dark enough to be read by everybody. */
const DARKER = Object.fromEntries(
  TOO_PALE.flatMap((name) => {
    const darker = `color-mix(in srgb, var(--mantine-color-${name}-9) 65%, black)`;
    return ['light-color', 'text', 'outline'].map((use) => [`--mantine-color-${name}-${use}`, darker]);
  }),
);

/** Mantine's grey for text beside the main thing is too pale to be read by everybody. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-placeholder': '#6b7178',
    '--mantine-color-error': '#c92a2a',
    ...DARKER,
  },
  dark: {
    '--mantine-color-dimmed': '#a6a7ab',
    '--mantine-color-placeholder': '#9a9ca1',
    '--mantine-color-error': '#ff8787',
  },
});
