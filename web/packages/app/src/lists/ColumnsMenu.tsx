import { useTexts } from '@elchi/i18n';
import { type Column, Note, PopoverButton } from '@elchi/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';

interface ColumnsMenuProps<Row> {
  columns: readonly Column<Row>[];
  hidden: readonly string[];
  onChange(hidden: readonly string[]): void;
}

/** The columns to show: those of the choice, and what has no title. One is always shown. */
export function shownColumns<Row>(columns: readonly Column<Row>[], hidden: readonly string[]): Column<Row>[] {
  const shown = columns.filter((it) => it.title === '' || !hidden.includes(it.key));
  return shown.some((it) => it.title !== '') ? shown : [...columns];
}

export default function ColumnsMenu<Row>({ columns, hidden, onChange }: ColumnsMenuProps<Row>) {
  const { t } = useTexts('views');
  const choices = columns.filter((it) => it.title !== '');
  const shown = choices.filter((it) => !hidden.includes(it.key));
  return (
    <PopoverButton
      label={
        shown.length < choices.length ? `${t('columns')} ${shown.length}/${choices.length}` : t('columns')
      }
      title={t('columns')}
    >
      {() => (
        <>
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
            {choices.map((it) => {
              const isShown = shown.includes(it);
              return (
                <Box component="li" key={it.key} sx={{ py: 0.5 }}>
                  <label>
                    <input
                      type="checkbox"
                      checked={isShown}
                      // The last one stays.
                      disabled={isShown && shown.length === 1}
                      onChange={() =>
                        onChange(isShown ? [...hidden, it.key] : hidden.filter((one) => one !== it.key))
                      }
                    />{' '}
                    {it.title}
                  </label>
                </Box>
              );
            })}
          </Box>
          {shown.length < choices.length && (
            <Button variant="text" onClick={() => onChange([])}>
              {t('all_columns')}
            </Button>
          )}
          <Note>{t('device')}</Note>
        </>
      )}
    </PopoverButton>
  );
}
