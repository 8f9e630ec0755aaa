import { Container, Text, Title } from "@mantine/core";

export function App() {
  return (
    <Container py="xl">
      <Title>Cordboard</Title>
      <Text>The contact centre is running.</Text>
    </Container>
  );
}
