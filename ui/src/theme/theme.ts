import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Copper, as on the plugs of a cord board: the one accent. */
const copper: MantineColorsTuple = [
  "#fbf1ea",
  "#f3dfd1",
  "#e7bfa5",
  "#dd9f79",
  "#d68555",
  "#c46f3d",
  "#ad5a2b",
  "#964a20",
  "#7b3b19",
  "#5e2c12",
];

/** The green of "ready" and the red of "hang up": the same as in tokens.css. */
const green: MantineColorsTuple = [
  "#eaf6ed",
  "#d3ebd9",
  "#a6d7b3",
  "#7bc48d",
  "#4fae68",
  "#35984f",
  "#2b8c45",
  "#23803a",
  "#1b6a2f",
  "#134f22",
];
const red: MantineColorsTuple = [
  "#fdeef0",
  "#f9d9dd",
  "#f0b0b8",
  "#e88591",
  "#df5f6e",
  "#d04255",
  "#c73246",
  "#bf2437",
  "#a01c2d",
  "#7a1421",
];

/** Mantine's dark scale, warmed: 0 is text, 7 the ground. */
const dark: MantineColorsTuple = [
  "#ece9e2",
  "#cfcac0",
  "#a8a297",
  "#7d776c",
  "#403d37",
  "#33302b",
  "#24221e",
  "#1c1a17",
  "#161412",
  "#100f0d",
];

export const theme = createTheme({
  colors: { copper, green, red, dark },
  primaryColor: "copper",
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 6,
  cursorType: "pointer",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "12px", sm: "13.5px", md: "15px", lg: "17px", xl: "20px" },
  headings: { fontWeight: "620" },
  components: {
    Button: { defaultProps: { size: "sm" } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
    Menu: { defaultProps: { shadow: "md" } },
    Modal: { defaultProps: { centered: true } },
  },
});
