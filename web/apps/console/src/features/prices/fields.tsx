import { useTexts } from '@elchi/i18n';
import { State } from '@elchi/ui';

/** Which numbers a price or cost is for. */
export const destinationFields = (prefix: string, hint: string) =>
  [
    { name: 'mcc', label: 'MCC', hint, rules: { pattern: /^[0-9]{3}$/ } },
    { name: 'mnc', label: 'MNC', rules: { pattern: /^[0-9]{2,3}$/ } },
    { name: 'prefix', label: prefix, rules: { pattern: /^[1-9][0-9]{0,14}$/ } },
  ] as const;

/** A price for every number has to say so. */
export const anywhere = (it: { mcc: string; prefix: string }) =>
  it.mcc === '' && it.prefix === '' ? { any_destination: true } : {};

/** Whether a row is valid now. */
export function Validity({ row }: { row: { valid_from: string; valid_to?: string } }) {
  const { t } = useTexts('prices');
  const now = Date.now();
  if (row.valid_to !== undefined && Date.parse(row.valid_to) <= now) {
    return <State tone="quiet">{t('is_ended')}</State>;
  }
  return Date.parse(row.valid_from) > now ? (
    <State tone="info">{t('is_future')}</State>
  ) : (
    <State tone="ok">{t('is_valid')}</State>
  );
}
