import type { NotificationSetting } from "~/api/types";
import { m } from "~/paraglide/messages.js";

type Kind = NotificationSetting["kind"];

export const KINDS: Record<Kind, { title: () => string; text: () => string }> = {
  request_received: { title: m.notice_received, text: m.notice_received_text },
  request_answers: { title: m.notice_answers, text: m.notice_answers_text },
  request_reminders: { title: m.notice_request_reminders, text: m.notice_request_reminders_text },
  site_requests: { title: m.notice_site_requests, text: m.notice_site_requests_text },
  site_replies: { title: m.notice_site_replies, text: m.notice_site_replies_text },
  site_deadlines: { title: m.notice_site_deadlines, text: m.notice_site_deadlines_text },
  records: { title: m.notice_records, text: m.notice_records_text },
  record_confirmations: { title: m.notice_confirmations, text: m.notice_confirmations_text },
  saved_searches: { title: m.notice_saved_searches, text: m.notice_saved_searches_text },
  bookings: { title: m.notice_bookings, text: m.notice_bookings_text },
  milestones: { title: m.notice_milestones, text: m.notice_milestones_text },
  reviews: { title: m.notice_reviews, text: m.notice_reviews_text },
  account: { title: m.notice_account, text: m.notice_account_text },
};

/** Of those who work at a Totem. */
export const AT_WORK: Kind[] = ["site_requests", "site_replies", "site_deadlines"];
