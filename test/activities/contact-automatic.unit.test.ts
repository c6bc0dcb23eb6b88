import { describe, expect, it } from 'vitest';
import { isAutomatic } from '../../src/activities/contact/automatic.ts';

const headers = (value: object) =>
  JSON.stringify({ from: { email: 'ann@clinic.example', firstName: 'Ann' }, ...value });

describe('an answer', () => {
  it.each([
    { 'Auto-Submitted': 'auto-replied' },
    { 'auto-submitted': 'auto-generated (vacation)' },
    { 'X-Autoreply': 'yes' },
    { 'X-AutoRespond': 'away' },
    { 'X-Auto-Response-Suppress': 'All' },
    { Precedence: 'auto_reply' },
    { precedence: 'BULK' },
    { 'Return-Path': '<>' },
    { 'X-Failed-Recipients': 'a@b.example' },
    { 'Content-Type': 'multipart/report; report-type=delivery-status' },
    { from: { email: 'MAILER-DAEMON@mx.example' } },
    { sender: 'postmaster@mx.example' },
  ])('[T-02] is automatic with %o', (value) => {
    expect(isAutomatic(headers(value))).toBe(true);
  });

  it.each([
    undefined,
    '',
    'no JSON',
    '[]',
    'null',
    '"Auto-Submitted"',
    headers({}),
    headers({ 'Auto-Submitted': 'no' }),
    headers({ Precedence: 'first-class' }),
    headers({ 'Return-Path': '<ann@clinic.example>' }),
    headers({ 'Content-Type': 'multipart/alternative' }),
    headers({ Subject: 'Auto-Submitted' }),
  ])("[T-02] is a person's with %s", (value) => {
    expect(isAutomatic(value)).toBe(false);
  });
});
