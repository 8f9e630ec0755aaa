import { useMediaQuery } from "@mantine/hooks";

/** On a small screen a flow is read, tried and published, not drawn. */
export const useNarrow = (): boolean => useMediaQuery("(max-width: 720px)", window.innerWidth <= 720) ?? false;
