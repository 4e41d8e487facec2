import { createTheme } from '@mui/material/styles';
import { dark, light, type Palette } from './tokens';

declare module '@mui/material/styles' {
  interface Palette {
    elchi: import('./tokens').Palette;
  }
  interface PaletteOptions {
    elchi?: import('./tokens').Palette;
  }
}

const palette = (it: Palette) => ({
  elchi: it,
  primary: { main: it.primary, contrastText: it.onPrimary },
  error: { main: it.states.bad.text },
  warning: { main: it.states.warn.text },
  success: { main: it.states.ok.text },
  info: { main: it.states.info.text },
  background: { default: it.ground, paper: it.surface },
  text: { primary: it.text, secondary: it.text2 },
  divider: it.line,
});

export const sans = '"Inter Variable", system-ui, sans-serif';
export const mono = '"JetBrains Mono Variable", ui-monospace, monospace';

/** `dense` is the console; the portal has larger rows and targets. */
export function makeTheme(density: 'dense' | 'roomy') {
  const body =
    density === 'dense' ? { fontSize: 13, lineHeight: '20px' } : { fontSize: 14, lineHeight: '22px' };
  return createTheme({
    cssVariables: { colorSchemeSelector: 'data-theme', cssVarPrefix: 'e' },
    colorSchemes: { light: { palette: palette(light) }, dark: { palette: palette(dark) } },
    defaultColorScheme: 'light',
    shape: { borderRadius: 6 },
    spacing: 4,
    shadows: Array(25).fill('none') as never,
    breakpoints: { values: { xs: 0, sm: 600, md: 900, lg: 1280, xl: 1920 } },
    transitions: { create: () => 'none' },
    typography: {
      fontFamily: sans,
      htmlFontSize: 16,
      body1: body,
      body2: body,
      caption: { fontSize: 12, lineHeight: '16px' },
      h1: { fontSize: 20, lineHeight: '28px', fontWeight: 600 },
      h2: { fontSize: 16, lineHeight: '24px', fontWeight: 600 },
      h3: { fontSize: body.fontSize, lineHeight: body.lineHeight, fontWeight: 600 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          body: { fontVariantNumeric: 'tabular-nums' },
          a: { color: 'var(--e-palette-primary-main)' },
          code: { fontFamily: mono },
          // What only scripts give the focus to, a heading after a navigation, needs no mark.
          '*:focus-visible:not([tabindex="-1"])': {
            outline: '2px solid var(--e-palette-primary-main)',
            outlineOffset: 2,
          },
        },
      },
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiButton: { defaultProps: { size: 'small', disableElevation: true } },
      MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
      // A long choice has a second line, and is not cut.
      MuiSelect: { styleOverrides: { select: { '&.MuiSelect-select': { whiteSpace: 'normal' } } } },
      MuiChip: {
        styleOverrides: {
          root: { height: 'auto', minHeight: 32, maxWidth: '100%' },
          label: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
        },
      },
      MuiTabs: { defaultProps: { variant: 'scrollable' } },
      MuiPaper: { styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiDialog: { styleOverrides: { paper: { border: '1px solid var(--e-palette-divider)' } } },
      MuiTooltip: { defaultProps: { enterDelay: 400 } },
    },
  });
}
