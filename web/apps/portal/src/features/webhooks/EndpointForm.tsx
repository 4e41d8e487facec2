import { useTexts } from '@elchi/i18n';
import { EditForm } from '@elchi/ui';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useState } from 'react';
import { type Endpoint, type EventType, eventTypes } from './queries';

export interface EndpointValues {
  url: string;
  failover_url: string;
  description: string;
  events: EventType[];
}

/** The fields of an endpoint: of a new one, and of one that is changed. */
export function EndpointForm(props: {
  endpoint?: Endpoint;
  submitLabel: string;
  onSubmit(values: EndpointValues): Promise<unknown>;
}) {
  const { t } = useTexts('webhooks');
  const { endpoint } = props;
  const [events, setEvents] = useState<ReadonlySet<EventType>>(new Set(endpoint?.events));
  return (
    <EditForm
      autoFocus={endpoint === undefined}
      submitLabel={props.submitLabel}
      values={{
        url: endpoint?.url ?? '',
        failover_url: endpoint?.failover_url ?? '',
        description: endpoint?.description ?? '',
      }}
      fields={[
        { name: 'url', label: t('url'), hint: t('url_hint'), rules: { required: true, maxLength: 2000 } },
        {
          name: 'failover_url',
          label: t('failover'),
          hint: t('failover_hint'),
          rules: { maxLength: 2000 },
        },
        { name: 'description', label: t('description'), rules: { maxLength: 500 } },
      ]}
      onSubmit={(values) =>
        props.onSubmit({
          url: values.url.trim(),
          failover_url: values.failover_url.trim(),
          description: values.description.trim(),
          events: eventTypes.filter((it) => events.has(it)),
        })
      }
    >
      <Box component="fieldset" sx={{ m: 0, border: '1px solid var(--e-palette-divider)', borderRadius: 1 }}>
        <Box component="legend">{t('events')}</Box>
        <Box sx={{ color: 'var(--e-palette-elchi-text2)' }}>{t('events_hint')}</Box>
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
          {eventTypes.map((type) => (
            <FormControlLabel
              key={type}
              label={type}
              control={
                <Checkbox
                  size="small"
                  checked={events.has(type)}
                  onChange={(_, checked) => {
                    const next = new Set(events);
                    if (checked) {
                      next.add(type);
                    } else {
                      next.delete(type);
                    }
                    setEvents(next);
                  }}
                />
              }
            />
          ))}
        </Box>
      </Box>
    </EditForm>
  );
}
