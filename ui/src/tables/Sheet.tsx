interface Props {
  columns: readonly string[];
  /** Cells by column. */
  rows: readonly Readonly<Record<string, string>>[];
}

/** Rows as they stand in a table, in either writing direction. */
export function Sheet({ columns, rows }: Props) {
  return (
    <table className="grid">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {columns.map((column) => (
              <td key={column} dir="auto">
                {row[column]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
