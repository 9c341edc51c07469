import { expect, test } from 'vitest'
import { scheduleError } from './schedule.ts'
import { isTimeZone } from './timeZones.ts'

test.each([
  '* * * * *', '*/61 * * * *', '*-5 * * * *', '0 0 31 2 *', '? * * * ?', 'JAN-5 1 1 1 1'.replace('JAN-5', '0'), '0 0 1 jan-MAR sun', '5/15 * * * *', ',1 * * * *',
  '@hourly', '@every 1h30m', '@every 0', 'TZ=UTC * * * * *', '  0   0 * * *  ',
])('%s can be read', schedule => expect(scheduleError(schedule)).toBeUndefined())

test.each([
  ['', 'empty spec string'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['0 0 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['30-10 * * * *', 'beginning of range (30) beyond end of range (10): 30-10'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-5-9 * * * *', 'too many hyphens: 1-5-9'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['-1 * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
  ['@reboot', 'unrecognized descriptor: @reboot'],
  ['@every 1d', 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
  ['@every 5', 'failed to parse duration @every 5: time: missing unit in duration "5"'],
  ['TZ=Mars/X 0 0 * * *', 'provided bad location Mars/X: unknown time zone Mars/X'],
])('%s cannot: %s', (schedule, why) => expect(scheduleError(schedule)).toBe(why))

test.each([['Europe/Berlin', true], ['UTC', true], ['America/Argentina/Buenos_Aires', true], ['europe/berlin', false], ['Mars/Base', false], ['', false]])(
  'time zone %s: %s', (name, known) => expect(isTimeZone(name)).toBe(known))
