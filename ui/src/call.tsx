import "@mantine/core/styles.css";
import { Container, MantineProvider, Title } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <MantineProvider defaultColorScheme="auto">
      <Container py="xl">
        <Title>Call us</Title>
      </Container>
    </MantineProvider>
  </StrictMode>,
);
